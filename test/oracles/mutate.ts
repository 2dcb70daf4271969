/** A generated model after a few changes: what a project's next commit does to it. */

import fc from "fast-check";
import { TYPES } from "./column-types.ts";
import { onColumn, onTable, type Change } from "./change.ts";
import { keyable, models } from "./generate.ts";
import type { ColumnSpec, ModelSpec, TableSpec } from "./model-spec.ts";
import { REBUILDS } from "./rebuilds.ts";

export interface ModelPair {
  readonly from: ModelSpec;
  readonly to: ModelSpec;
  /** The names of the changes that were made. */
  readonly changes: readonly ChangeName[];
}

/** A table without one column, and without what was over it. */
function withoutColumn(table: TableSpec, place: number): TableSpec {
  const isKept = ({ columns }: { readonly columns: readonly number[] }): boolean => !columns.includes(place);
  const moved = <T extends { readonly columns: readonly number[] }>(each: T): T => ({
    ...each,
    columns: each.columns.map((column) => (column > place ? column - 1 : column)),
  });
  return {
    ...table,
    columns: table.columns.filter((_, position) => position !== place),
    indexes: table.indexes.filter(isKept).map(moved),
    uniques: table.uniques.filter(isKept).map(moved),
  };
}

const withoutLast = <T>(list: readonly T[]): readonly T[] => list.slice(0, -1);

export const CHANGES = {
  ...REBUILDS,
  "add a column": {
    sort: "adds",
    make: onTable((table, pick) => {
      const type = TYPES[pick % TYPES.length];
      if (type === undefined) return table;
      const given = type.defaults[pick % Math.max(1, type.defaults.length)] ?? null;
      const column: ColumnSpec = {
        name: `added_${table.columns.length}`,
        type: type.source,
        enum: null,
        dimensions: 0,
        // Rows that are there need a value.
        notNull: given !== null && pick % 2 === 0,
        default: given,
        unique: "no",
        generated: null,
      };
      return { ...table, columns: [...table.columns, column] };
    }),
  },
  "add a generated column": {
    sort: "adds",
    make: onTable((table) => ({
      ...table,
      columns: [
        ...table.columns,
        {
          name: `made_${table.columns.length}`,
          type: "integer(%)",
          enum: null,
          dimensions: 0,
          notNull: false,
          default: null,
          unique: "no",
          generated: "n + 1",
        },
      ],
    })),
  },
  "add an index": {
    sort: "adds",
    make: onTable((table, pick) => {
      const allowed = keyable(table.columns);
      const column = allowed[pick % allowed.length] ?? -1;
      const index = { columns: [column], unique: pick % 2 === 0, isNamed: true, order: "desc" as const, where: null };
      return { ...table, indexes: [...table.indexes, { ...index, isExpression: pick % 3 === 0 }] };
    }),
  },
  "add a check": {
    sort: "adds",
    make: onTable((table) => ({ ...table, checks: [...table.checks, "${t.n} <> -7"] })),
  },
  "add a table": {
    sort: "adds",
    make: (spec) => ({
      ...spec,
      tables: [
        ...spec.tables,
        {
          name: `added_${spec.tables.length}`,
          schema: null,
          key: "identity",
          columns: [],
          indexes: [],
          uniques: [],
          checks: [],
          references: [],
          views: [],
          policies: [],
        },
      ],
    }),
  },
  "add an enum value": {
    sort: "adds",
    make: (spec, pick) => ({
      ...spec,
      enums: spec.enums.map((each, position) =>
        position === pick % spec.enums.length
          ? { ...each, values: [...each.values, `new ${each.values.length}`] }
          : each,
      ),
    }),
  },
  "drop a column": {
    sort: "drops",
    make: onTable((table, pick) => {
      const place = pick % Math.max(1, table.columns.length);
      const column = table.columns[place];
      if (column === undefined) return table;
      const isOver = ({ columns }: { readonly columns: readonly number[] }): boolean => columns.includes(place);
      const isUnique =
        column.unique !== "no" ||
        table.uniques.some(isOver) ||
        table.indexes.some((each) => each.unique && isOver(each));
      // On the way back it must find a value for each of the rows, and another one for each where it is a key.
      const comesBack = column.default === null ? !column.notNull : !isUnique;
      return comesBack ? withoutColumn(table, place) : table;
    }),
  },
  "drop an index": { sort: "drops", make: onTable((table) => ({ ...table, indexes: withoutLast(table.indexes) })) },
  "drop a unique constraint": {
    sort: "drops",
    make: onTable((table) => ({ ...table, uniques: withoutLast(table.uniques) })),
  },
  "drop a check": { sort: "drops", make: onTable((table) => ({ ...table, checks: withoutLast(table.checks) })) },
  "change nullability": {
    sort: "alters",
    make: onColumn((column) => ({ ...column, notNull: !column.notNull })),
  },
  "drop a default": { sort: "alters", make: onColumn((column) => ({ ...column, default: null })) },
  "change a default": {
    sort: "alters",
    make: onColumn((column, pick) => {
      const { defaults = [] } = TYPES.find(({ source }) => source === column.type) ?? {};
      const isPlain = column.enum === null && column.dimensions === 0 && column.generated === null;
      return isPlain && defaults.length > 0 ? { ...column, default: defaults[pick % defaults.length] ?? null } : column;
    }),
  },
  "widen a type": {
    sort: "alters",
    make: onColumn((column, pick) => {
      const { widens = [] } = TYPES.find(({ source }) => source === column.type) ?? {};
      const isPlain = column.enum === null && column.dimensions === 0 && column.generated === null;
      return isPlain && widens.length > 0
        ? { ...column, type: widens[pick % widens.length] ?? column.type, default: null }
        : column;
    }),
  },
  "change what a foreign key does": {
    sort: "alters",
    make: onTable((table) => ({
      ...table,
      references: table.references.map((each) => ({ ...each, onDelete: each.onDelete === null ? "cascade" : null })),
    })),
  },
  "change a sequence": {
    sort: "alters",
    make: (spec) => ({ ...spec, sequences: spec.sequences.map((each) => ({ ...each, options: "{ increment: 3 }" })) }),
  },
} as const satisfies Readonly<Record<string, Change>>;

export type ChangeName = keyof typeof CHANGES;

// The keys are written above.
const NAMES = Object.keys(CHANGES) as ChangeName[];

/** Whether rows that are there have a value for what comes or is not null, on the way back too, and enums keep what rows hold. */
function isPossible({ from, to }: ModelPair): boolean {
  const hasValue = ({ notNull, default: value, generated }: ColumnSpec): boolean =>
    !notNull || value !== null || generated !== null;
  const isTable = (table: TableSpec, position: number): boolean => {
    const before = table.columns;
    const after = to.tables[position]?.columns ?? before;
    const kept = new Set(after.map(({ name, was = name }) => was));
    const known = new Set(before.map(({ name }) => name));
    const come = after.filter(({ name, was = name }) => !known.has(was));
    const gone = before.filter(({ name }) => !kept.has(name));
    return [...come, ...gone].every(hasValue);
  };
  return (
    from.tables.every(isTable) &&
    from.enums.every(
      ({ values }, position) => values[0] === undefined || to.enums[position]?.values.includes("sad") !== false,
    )
  );
}

/** A random model and what became of it. One way only, or both: adding and dropping at once, a tool may take it for a rename. */
export const pairs: fc.Arbitrary<ModelPair> = fc
  .tuple(
    models,
    fc.constantFrom("adds", "drops", "both"),
    fc.array(fc.tuple(fc.nat({ max: 1000 }), fc.nat({ max: 100_000 })), { minLength: 1, maxLength: 6 }),
  )
  .map(([from, direction, picks]) => {
    const allowed = NAMES.filter((name) => direction === "both" || ["alters", direction].includes(CHANGES[name].sort));
    const changes: ChangeName[] = [];
    let to = from;
    for (const [which, pick] of picks) {
      const name = allowed[which % allowed.length];
      if (name === undefined || (from.enums.length === 0 && name === "add an enum value")) continue;
      const next = CHANGES[name].make(to, pick);
      if (JSON.stringify(next) !== JSON.stringify(to)) changes.push(name);
      to = next;
    }
    return { from, to, changes };
  })
  .filter(isPossible);
