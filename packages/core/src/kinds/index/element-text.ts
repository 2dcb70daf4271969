/**
 * Reads an index element as a model writes it in SQL: `lower(x) COLLATE "C" text_pattern_ops DESC NULLS LAST`.
 * https://www.postgresql.org/docs/current/sql-createindex.html
 */

export interface ElementText {
  /** What is indexed; one of the two is null. */
  readonly column: string | null;
  readonly expression: string | null;
  readonly collation: string | undefined;
  readonly opclass: string | undefined;
  readonly order: "asc" | "desc";
  readonly nulls: "first" | "last";
}

const PART = String.raw`(?:"(?:[^"]|"")+"|[A-Za-z_][\w$]*)`;
const NAME = String.raw`${PART}(?:\.${PART})*`;
const START = new RegExp(String.raw`^${NAME}(?=\s|$|\()|^(?=\()`);
/** An operator class may have parameters; ASC, DESC and NULLS are none's name. */
const OPTIONS = new RegExp(
  String.raw`^(?:\s+collate\s+(?<collation>${NAME}))?(?:\s+(?!(?:asc|desc|nulls|isnull|notnull)\b)(?<opclass>${NAME}(?:\s*\([^()]*\))?))?(?:\s+(?<order>asc|desc))?(?:\s+nulls\s+(?<nulls>first|last))?$`,
  "i",
);
const COLUMN = new RegExp(String.raw`^(?<name>${PART})(?:\s+collate\s+(?<collation>${NAME}))?$`, "i");
const ORDER = /(?:\s+(?<order>asc|desc))?(?:\s+nulls\s+(?<nulls>first|last))?$/i;
const QUOTED = /'(?:[^']|'')*'|"(?:[^"]|"")*"/y;

/** Where the parenthesis that opens at a position closes; what is quoted in between doesn't count. */
function closing(text: string, open: number): number {
  let depth = 0;
  for (let position = open; position < text.length; position += 1) {
    QUOTED.lastIndex = position;
    const quoted = QUOTED.exec(text);
    if (quoted !== null) {
      position += quoted[0].length - 1;
      continue;
    }
    if (text[position] === "(") depth += 1;
    if (text[position] === ")") depth -= 1;
    if (depth === 0) return position + 1;
  }
  return text.length;
}

function columnOf(operand: string): string | null {
  const quoted = /^"((?:[^"]|"")+)"$/.exec(operand);
  if (quoted?.[1] !== undefined) return quoted[1].replaceAll('""', '"');
  // A name without quotes is read in small letters.
  return /^[A-Za-z_][\w$]*$/.test(operand) ? operand.toLowerCase() : null;
}

/** A column in parentheses, with its collation or without, is a column to PostgreSQL all the same. */
function columnWithin(operand: string): { readonly column: string | null; readonly collation: string | undefined } {
  let bare = operand;
  while (bare.startsWith("(") && closing(bare, 0) === bare.length) bare = bare.slice(1, -1).trim();
  const { name = "", collation } = COLUMN.exec(bare)?.groups ?? {};
  return { column: columnOf(name), collation };
}

function ordered(order: string | undefined, nulls: string | undefined): Pick<ElementText, "order" | "nulls"> {
  const isDescending = order?.toLowerCase() === "desc";
  const isFirst = nulls === undefined ? isDescending : nulls.toLowerCase() === "first";
  return { order: isDescending ? "desc" : "asc", nulls: isFirst ? "first" : "last" };
}

/**
 * An element's text. What is neither a column, a call nor in parentheses PostgreSQL would refuse as it stands; all but the
 * order at its end is then the expression.
 *
 * @example elementText("lower(name) desc") // { column: null, expression: "lower(name)", order: "desc", nulls: "first", … }
 */
export function elementText(text: string): ElementText {
  const element = text.trim();
  const start = START.exec(element)?.[0];
  if (start !== undefined) {
    const end = element[start.length] === "(" ? closing(element, start.length) : start.length;
    const options = OPTIONS.exec(element.slice(end))?.groups;
    if (options !== undefined) {
      const operand = element.slice(0, end);
      const { column, collation: own } = columnWithin(operand);
      const { collation = own, opclass, order, nulls } = options;
      return { column, expression: column === null ? operand : null, collation, opclass, ...ordered(order, nulls) };
    }
  }
  const tail = ORDER.exec(element);
  return {
    column: null,
    expression: element.slice(0, tail?.index),
    collation: undefined,
    opclass: undefined,
    ...ordered(tail?.groups?.["order"], tail?.groups?.["nulls"]),
  };
}
