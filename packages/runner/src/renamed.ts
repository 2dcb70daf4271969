/**
 * Says in a model what one of its objects was called before, so that a rename is decided where the model is changed. It is
 * here, and imports nothing, because applications load their models in production.
 */

/** Found again whichever copy of this package wrote it. */
const KEY = Symbol.for("sluice.renamedFrom");

/** What an object was called: its name, its schema, and an enum's values by their next names. */
export interface FormerName {
  readonly name?: string;
  readonly schema?: string;
  /** `{ pending: "unpaid" }`: the value that is `pending` now was `unpaid`. */
  readonly values?: Readonly<Record<string, string>>;
}

/** Drizzle's builders hand their config on to the column that they build. */
function keepersOf(object: object): readonly object[] {
  const config: unknown = "config" in object ? object.config : null;
  return typeof config === "object" && config !== null ? [object, config] : [object];
}

/**
 * Marks a table, column, enum, sequence, schema or role of a model as one that had another name. `gen` then writes the rename where the
 * database still has the former name, and takes no notice of it where it has the next one.
 *
 * @param object what drizzle made: `pgTable(…)`, `text("full_name")`, `pgEnum(…)`, …
 * @param from the former name in the same place; or what of it changed.
 * @returns the object itself.
 * @example
 * export const status = renamed(pgEnum("status", ["pending", "paid"]), { values: { pending: "unpaid" } });
 * export const accounts = renamed(pgTable("accounts", { fullName: renamed(text("full_name"), "name") }), "users");
 */
export function renamed<T extends object>(object: T, from: string | FormerName): T {
  const former: FormerName = typeof from === "string" ? { name: from } : from;
  for (const keeper of keepersOf(object)) Object.defineProperty(keeper, KEY, { value: former, enumerable: true });
  return object;
}

/** What {@link renamed} said of an object; null where it said nothing. */
export function formerName(object: unknown): FormerName | null {
  if ((typeof object !== "object" && typeof object !== "function") || object === null) return null;
  for (const keeper of keepersOf(object)) {
    // Only renamed() writes under this key.
    if (KEY in keeper) return keeper[KEY] as FormerName;
  }
  return null;
}
