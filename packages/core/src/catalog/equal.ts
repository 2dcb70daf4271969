/** Deep equality of plain data. */

/** Whether two plain values are the same: arrays in order, records by their keys, a key that is undefined is no key. */
export function equal(from: unknown, to: unknown): boolean {
  if (Object.is(from, to)) return true;
  if (typeof from !== "object" || typeof to !== "object" || from === null || to === null) return false;
  if (Array.isArray(from) || Array.isArray(to)) {
    return (
      Array.isArray(from) &&
      Array.isArray(to) &&
      from.length === to.length &&
      from.every((value, position) => equal(value, to[position]))
    );
  }
  const fromEntries = Object.entries(from).filter(([, value]) => value !== undefined);
  const toEntries = new Map(Object.entries(to).filter(([, value]) => value !== undefined));
  return (
    fromEntries.length === toEntries.size &&
    fromEntries.every(([key, value]) => toEntries.has(key) && equal(value, toEntries.get(key)))
  );
}
