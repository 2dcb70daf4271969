/** Deep equality of plain data. */

/** Whether two plain values are the same: arrays in order, records by their keys, a key that is undefined is no key. */
export function equal(from: unknown, to: unknown): boolean {
  if (from === to || Object.is(from, to)) return true;
  if (typeof from !== "object" || typeof to !== "object" || from === null || to === null) return false;
  if (Array.isArray(from) || Array.isArray(to)) {
    return (
      Array.isArray(from) &&
      Array.isArray(to) &&
      from.length === to.length &&
      from.every((value, position) => equal(value, to[position]))
    );
  }
  // Both are records: neither is an array nor null.
  const [was, is] = [from, to] as readonly Readonly<Record<string, unknown>>[];
  return defined(was) === defined(is) && sameValues(was, is);
}

function defined(record: Readonly<Record<string, unknown>> | undefined): number {
  let count = 0;
  for (const key in record) if (record[key] !== undefined) count += 1;
  return count;
}

function sameValues(
  from: Readonly<Record<string, unknown>> | undefined,
  to: Readonly<Record<string, unknown>> | undefined,
): boolean {
  for (const key in from) if (from[key] !== undefined && !equal(from[key], to?.[key])) return false;
  return true;
}
