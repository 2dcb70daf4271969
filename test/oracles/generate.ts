/** Random Drizzle models, made of what both lines of drizzle-orm can say. */

import { servers, type Server } from "@sluice/test-kit";
import fc from "fast-check";
import { TYPES } from "./column-types.ts";
import {
  isTarget,
  type ColumnSpec,
  type EnumSpec,
  type IndexSpec,
  type ModelSpec,
  type TableSpec,
} from "./model-spec.ts";

const ENUM_VALUES = ["sad", "ok", "it's", "Very Happy", "x,y"];
const TABLE_NAMES = ["users", "orders", "OrderLine", "user", "audit_log", "select"];
/** Long enough for names that PostgreSQL cuts. */
const LONG = "a_rather_long_name_of_a_table_for_testing_names";
const WHERES = ["${t.n} > 5", "${t.n} is not null and ${t.n} <> 3"];
const CHECKS = ["${t.n} > -1", "${t.n} between 0 and 100000", "${t.n} in (1, 2, 3) or ${t.n} >= 0"];

const enums: fc.Arbitrary<readonly EnumSpec[]> = fc
  .array(fc.record({ count: fc.integer({ min: 1, max: 5 }), inSchema: fc.boolean() }), { maxLength: 3 })
  .map((list) =>
    list.map(({ count, inSchema }, position) => ({
      name: position === 1 ? "userStatus" : `mood_${position}`,
      schema: inSchema ? "app" : null,
      values: ENUM_VALUES.slice(0, count),
    })),
  );

function column(enumCount: number, position: number): fc.Arbitrary<ColumnSpec> {
  const name = fc.constantFrom(`c${position}`, `camelCase${position}`);
  const unique = fc.constantFrom<ColumnSpec["unique"]>("no", "no", "no", "unnamed", "named");
  return fc
    .tuple(fc.nat(), fc.boolean(), fc.nat({ max: 5 }), fc.boolean(), fc.nat(), unique, name)
    .map(([pick, isEnum, array, notNull, defaultPick, wanted, columnName]): ColumnSpec => {
      const type = TYPES[pick % TYPES.length] ?? TYPES[0];
      if (type === undefined) throw new Error("no types");
      const ofEnum = isEnum && enumCount > 0 && pick % 4 === 0;
      const isArray = array === 0 && (ofEnum || type.isElement);
      const defaults = ofEnum ? ['"sad"'] : type.defaults;
      const isPlain = defaultPick % 2 === 0 || isArray || defaults.length === 0;
      return {
        name: columnName,
        type: type.source,
        enum: ofEnum ? pick % enumCount : null,
        dimensions: isArray ? 1 : 0,
        notNull,
        default: isPlain ? null : (defaults[defaultPick % defaults.length] ?? null),
        unique: isArray || ofEnum || !type.isKey ? "no" : wanted,
        generated: null,
      };
    });
}

/** Columns that may stand in an index or a unique constraint; -1 is the integer `n` that every table has. */
export function keyable(columns: readonly ColumnSpec[]): readonly number[] {
  const found = columns.flatMap((each, position) => {
    const type = TYPES.find(({ source }) => source === each.type);
    return each.enum === null && each.dimensions === 0 && type?.isKey === true && each.generated === null
      ? [position]
      : [];
  });
  return [-1, ...found];
}

interface Raw {
  readonly name: number;
  readonly inSchema: boolean;
  readonly key: TableSpec["key"];
  readonly columns: readonly ColumnSpec[];
  readonly indexes: readonly (Omit<IndexSpec, "columns" | "where"> & {
    readonly picks: readonly number[];
    readonly where: number;
  })[];
  readonly uniques: readonly { readonly picks: readonly number[]; readonly isNamed: boolean }[];
  readonly checks: readonly number[];
  readonly references: readonly {
    readonly pick: number;
    readonly onDelete: string | null;
    readonly isNamed: boolean;
  }[];
  readonly views: TableSpec["views"];
  readonly policies: TableSpec["policies"];
}

function raw(enumCount: number): fc.Arbitrary<Raw> {
  const picks = fc.array(fc.nat({ max: 30 }), { minLength: 1, maxLength: 3 });
  return fc.record({
    name: fc.nat({ max: 30 }),
    inSchema: fc.boolean(),
    key: fc.constantFrom("integer", "serial", "bigserial", "identity", "uuid", "composite", "none"),
    columns: fc
      .nat({ max: 7 })
      .chain((count) => fc.tuple(...Array.from({ length: count }, (_, position) => column(enumCount, position)))),
    indexes: fc.array(
      fc.record({
        picks,
        unique: fc.boolean(),
        isNamed: fc.boolean(),
        order: fc.constantFrom("none", "none", "desc", "nulls first"),
        where: fc.nat({ max: 5 }),
        isExpression: fc.constantFrom(false, false, true),
      }),
      { maxLength: 3 },
    ),
    uniques: fc.array(fc.record({ picks, isNamed: fc.boolean() }), { maxLength: 2 }),
    checks: fc.array(fc.nat({ max: 2 }), { maxLength: 2 }),
    references: fc.array(
      fc.record({
        pick: fc.nat({ max: 30 }),
        onDelete: fc.constantFrom(null, "cascade", "set null"),
        isNamed: fc.boolean(),
      }),
      { maxLength: 2 },
    ),
    views: fc.array(fc.record({ isMaterialized: fc.boolean(), where: fc.constantFrom(null, ...WHERES) }), {
      maxLength: 1,
    }),
    policies: fc.array(fc.constantFrom(...CHECKS), { maxLength: 1 }),
  });
}

function distinct(columns: readonly number[]): readonly number[] {
  return [...new Set(columns)];
}

function table(given: Raw, position: number, all: readonly Raw[]): TableSpec {
  const allowed = keyable(given.columns);
  const picked = (picks: readonly number[]): readonly number[] =>
    distinct(picks.map((pick) => allowed[pick % allowed.length] ?? -1));
  const seen = new Set<string>();
  /** Two unnamed ones over the same columns would have one name. */
  const isFirst = (columns: readonly number[]): boolean => {
    const key = JSON.stringify(columns);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  };
  const targets = all.flatMap((each, place) => (isTarget({ key: each.key } as TableSpec) ? [place] : []));
  const base = given.name % 7 === 6 ? LONG : (TABLE_NAMES[given.name % 7] ?? "t");
  return {
    name: `${base}_${position}`,
    schema: given.inSchema ? "app" : null,
    key: given.key,
    columns: given.columns,
    indexes: given.indexes
      .map(({ picks, where, ...index }) => ({ ...index, columns: picked(picks), where: WHERES[where] ?? null }))
      .filter(({ columns, isNamed, isExpression }) => isNamed || isExpression || isFirst(columns)),
    uniques: given.uniques
      .map(({ picks, isNamed }) => ({ columns: picked(picks), isNamed }))
      // Over a column's own unique constraint, or another's columns, PostgreSQL would merge the two.
      .filter(
        ({ columns }) =>
          // What tells their names apart is cut from a long one.
          isFirst(base === LONG ? columns : [...columns, -2]) &&
          (columns.length > 1 || given.columns[columns[0] ?? -1]?.unique === "no"),
      ),
    checks: given.checks.flatMap((check) => CHECKS[check] ?? []),
    references:
      targets.length === 0
        ? []
        : given.references.map(({ pick, ...rest }) => ({ ...rest, table: targets[pick % targets.length] ?? 0 })),
    views: given.views,
    policies: given.policies,
  };
}

/** A random model. */
export const models: fc.Arbitrary<ModelSpec> = enums.chain((ofEnums) =>
  fc
    .record({
      tables: fc.array(raw(ofEnums.length), { minLength: 1, maxLength: 5 }),
      sequences: fc.array(
        fc.constantFrom("{ startWith: 1000, increment: 5 }", "{ cache: 10, cycle: true, maxValue: 5000 }"),
        { maxLength: 1 },
      ),
    })
    .map(({ tables, sequences }) => ({
      schemas: ["app"],
      enums: ofEnums,
      sequences: sequences.map((options, position) => ({ name: `numbers_${position}`, options })),
      tables: tables.map(table),
    })),
);

const SWEEP = process.env["SLUICE_SWEEP"];

/** How many models are tried, and from which seed: `SLUICE_SWEEP=300` tries that many, `SLUICE_SEED` repeats a run. */
export function sampled<T>(
  arbitrary: fc.Arbitrary<T>,
  few: number,
): { readonly seed: number; readonly values: readonly T[] } {
  const given = process.env["SLUICE_SEED"];
  // The default run is the same every time; a sweep is another every time, and prints what repeats it.
  const seed = given !== undefined ? Number(given) : SWEEP === undefined ? 42 : Date.now() % 1_000_000;
  const numRuns = SWEEP === undefined ? few : Math.max(Number(SWEEP) || 300, few);
  return { seed, values: fc.sample(arbitrary, { seed, numRuns }) };
}

/** The server of one of them: each of this run has its turn. */
export function serverFor(position: number): Server {
  const all = servers();
  const found = all[position % all.length];
  if (found === undefined) throw new Error("no server runs");
  return found;
}
