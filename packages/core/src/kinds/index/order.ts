/**
 * Takes the order off the end of an index element: `lower(x) DESC NULLS LAST`. ASC and DESC are reserved words and nothing of
 * an expression can stand before NULLS FIRST, so words at the end are never part of the expression.
 * https://www.postgresql.org/docs/current/sql-createindex.html
 */

export interface Ordered {
  readonly expression: string;
  readonly order: "asc" | "desc";
  readonly nulls: "first" | "last";
}

export function takeOrder(text: string): Ordered {
  const words = text.trim().split(/\s+/);
  const ending = (count: number): string => words.slice(-count).join(" ").toLowerCase();
  let rest = text.trim();
  let nulls: Ordered["nulls"] | undefined;
  if (words.length > 2 && (ending(2) === "nulls first" || ending(2) === "nulls last")) {
    nulls = ending(2) === "nulls first" ? "first" : "last";
    rest = rest.replace(/\s+\S+\s+\S+$/, "");
    words.splice(-2);
  }
  const last = words.length > 1 ? ending(1) : "";
  const order = last === "desc" ? "desc" : "asc";
  if (last === "desc" || last === "asc") rest = rest.replace(/\s+\S+$/, "");
  return { expression: rest, order, nulls: nulls ?? (order === "desc" ? "first" : "last") };
}
