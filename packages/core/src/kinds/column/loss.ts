/**
 * Tells type changes that cut or round what is stored without a word of PostgreSQL's: most others keep every value or fail.
 * https://www.postgresql.org/docs/current/datatype.html
 */

interface Type {
  /** Its name without modifiers: `timestamp with time zone`. */
  readonly name: string;
  readonly modifiers: readonly number[];
  readonly fields: string;
}

function typeOf(text: string): Type {
  const match = /^(?<start>[^(]*?)(?:\s*\((?<modifiers>[\d,-]+)\))?(?<end>[^()[\]]*)(?:\[\])?$/.exec(text)?.groups;
  const name = `${match?.["start"] ?? text}${match?.["end"] ?? ""}`.trim();
  const isInterval = name.startsWith("interval");
  return {
    name: isInterval ? "interval" : name,
    modifiers: match?.["modifiers"]?.split(",").map(Number) ?? [],
    fields: isInterval ? name.slice("interval".length).trim() : "",
  };
}

const WHOLE = ["smallint", "integer", "bigint"];
const FRACTIONS = ["numeric", "real", "double precision"];
const MOMENTS = ["timestamp without time zone", "timestamp with time zone"];
const TIMES = ["time without time zone", "time with time zone"];
/** How many bits of a whole number each holds exactly. */
const EXACT_BITS: Readonly<Record<string, number>> = { smallint: 15, integer: 31, bigint: 63 };
const FLOAT_BITS: Readonly<Record<string, number>> = { real: 24, "double precision": 53 };
const MOST_FRACTION_DIGITS = 6;

function losesNumbers(from: Type, to: Type): boolean {
  const bits = FLOAT_BITS[to.name];
  if (bits !== undefined)
    return from.name === "numeric" || (EXACT_BITS[from.name] ?? FLOAT_BITS[from.name] ?? 0) > bits;
  if (WHOLE.includes(to.name)) return FRACTIONS.includes(from.name) && from.modifiers[1] !== 0;
  if (to.name !== "numeric" || to.modifiers.length === 0 || WHOLE.includes(from.name)) return false;
  return from.modifiers.length === 0 || (from.modifiers[1] ?? 0) > (to.modifiers[1] ?? 0);
}

function losesTimes(from: Type, to: Type): boolean {
  if (MOMENTS.includes(from.name) && (to.name === "date" || TIMES.includes(to.name))) return true;
  if (from.name === "time with time zone" && to.name === "time without time zone") return true;
  if (from.fields !== to.fields && to.fields !== "") return true;
  const isTimed = [...MOMENTS, ...TIMES, "interval"].includes(to.name) && from.name !== "date";
  return isTimed && (from.modifiers[0] ?? MOST_FRACTION_DIGITS) > (to.modifiers[0] ?? MOST_FRACTION_DIGITS);
}

/** Of a fixed number of bits, which a cast cuts on the right. https://www.postgresql.org/docs/current/datatype-bit.html */
function losesBits(from: Type, to: Type): boolean {
  return from.name === "bit" && to.name === "bit" && (from.modifiers[0] ?? 1) > (to.modifiers[0] ?? 1);
}

/**
 * Whether values of one type may be cut or rounded where they become values of another.
 *
 * @param from as `format_type` prints it, like `to`.
 * @example losesDigits("numeric(10,4)", "numeric(10,2)") // true
 */
export function losesDigits(from: string, to: string): boolean {
  const [was, is] = [typeOf(from), typeOf(to)];
  const isNumber = WHOLE.includes(was.name) || FRACTIONS.includes(was.name);
  const isTime = MOMENTS.includes(was.name) || TIMES.includes(was.name) || was.name === "interval";
  return (isNumber && losesNumbers(was, is)) || (isTime && losesTimes(was, is)) || losesBits(was, is);
}
