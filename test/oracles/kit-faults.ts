/** What drizzle-kit writes wrongly or not at all: the generated models do without it, each for the reason given. */

import type { Line } from "../support/lines.ts";
import type { ColumnSpec, ModelSpec, TableSpec } from "./model-spec.ts";
import { CHANGES, type ChangeName, type ModelPair } from "./mutate.ts";

interface Fault {
  readonly line: Line;
  readonly why: string;
  /** The column without what is at fault; the same column where nothing is. */
  readonly column?: (column: ColumnSpec) => ColumnSpec;
  readonly table?: (table: TableSpec) => TableSpec;
}

const FAULTS: readonly Fault[] = [
  {
    line: "0.45",
    why: "a bigint default ends drizzle-kit 0.31: JSON has no bigint",
    column: (column) =>
      column.default?.endsWith("n") === true && /^\d/.test(column.default) ? { ...column, default: null } : column,
  },
  ...(["0.45", "1.0"] as const).map((line) => ({
    line,
    why: "two constraints that it names, and PostgreSQL cuts to one name, are one name too many",
    table: withoutCutNamesakes,
  })),
];

const MOST = 63;

/** One of the unnamed unique constraints and indexes whose names would be cut to the same. */
function withoutCutNamesakes(table: TableSpec): TableSpec {
  const taken = new Set<string>();
  const isFree = ({
    columns,
    isNamed,
  }: {
    readonly columns: readonly number[];
    readonly isNamed: boolean;
  }): boolean => {
    const names = columns.map((column) => table.columns[column]?.name ?? "n");
    const name = [table.name, ...names].join("_");
    // A short one ends with what it is.
    if (isNamed || name.length < MOST) return true;
    return !taken.has(name.slice(0, MOST)) && taken.add(name.slice(0, MOST)).size > 0;
  };
  return { ...table, uniques: table.uniques.filter(isFree), indexes: table.indexes.filter(isFree) };
}

/** The model without what the drizzle-kit of a line gets wrong. */
export function withoutFaults(spec: ModelSpec, line: Line): ModelSpec {
  const faults = FAULTS.filter((fault) => fault.line === line);
  const column = (given: ColumnSpec): ColumnSpec =>
    faults.reduce<ColumnSpec>((each, fault) => fault.column?.(each) ?? each, given);
  const table = (given: TableSpec): TableSpec => {
    const own = { ...given, columns: given.columns.map(column) };
    return faults.reduce<TableSpec>((each, fault) => fault.table?.(each) ?? each, own);
  };
  return { ...spec, tables: spec.tables.map(table) };
}

const RETYPES: ReadonlySet<ChangeName> = new Set([
  "widen a type",
  "drop an enum value",
  "reorder the values of an enum",
]);

/** What makes the query of a view over every column another one. */
const OTHER_QUERIES: ReadonlySet<ChangeName> = new Set([
  "change a view",
  "add a column",
  "add a generated column",
  "drop a column",
]);

function hasView({ tables }: ModelSpec, isMaterialized?: boolean): boolean {
  return tables.some(({ views }) =>
    views.some((view) => isMaterialized === undefined || view.isMaterialized === isMaterialized),
  );
}

/** Ways from one model to another that drizzle-kit gets wrong. */
const FAULTY_WAYS: readonly {
  readonly lines: readonly Line[];
  readonly why: string;
  readonly is: (pair: ModelPair) => boolean;
}[] = [
  {
    lines: ["0.45", "1.0"],
    why: "from serial it keeps the default, to serial it names no type of PostgreSQL, and the sequence of an identity is there already",
    is: ({ changes }) => changes.includes("change what numbers the key"),
  },
  {
    lines: ["0.45", "1.0"],
    why: "of a sequence that is to cycle no more it says nothing",
    is: ({ from, changes }) =>
      changes.includes("change a sequence") && from.sequences.some(({ options }) => options.includes("cycle: true")),
  },
  {
    lines: ["0.45", "1.0"],
    why: "a column changes its type under a view that stays",
    is: ({ from, changes }) => changes.some((change) => RETYPES.has(change)) && hasView(from),
  },
  {
    lines: ["0.45"],
    why: "a materialized view with another query is dropped as a plain one",
    is: ({ from, to, changes }) =>
      changes.some((change) => OTHER_QUERIES.has(change)) && (hasView(from, true) || hasView(to, true)),
  },
  {
    lines: ["0.45"],
    why: "a materialized view that goes may stay",
    is: ({ from, changes }) => changes.includes("drop a view") && hasView(from, true),
  },
  {
    lines: ["1.0"],
    why: "an unnamed unique constraint of one column has one name when it is made and another when it goes",
    is: ({ from, changes }) =>
      changes.includes("drop a unique constraint") &&
      from.tables.some(({ uniques }) => uniques.some(({ columns, isNamed }) => !isNamed && columns.length === 1)),
  },
  {
    lines: ["1.0"],
    why: "a generated column that it adds may be null",
    is: ({ to }) => to.tables.some(({ columns }) => columns.some((each) => each.generated !== null && each.notNull)),
  },
];

/** Why drizzle-kit has nothing to say of a pair; null where it has. */
export function faultOf(pair: ModelPair, line: Line): string | null {
  const sorts = new Set(pair.changes.map((change) => CHANGES[change].sort));
  if (sorts.has("renames")) return "it asks about every other name";
  if (sorts.has("adds") && sorts.has("drops")) return "it asks whether what goes and what comes is a rename";
  return FAULTY_WAYS.find(({ lines, is }) => lines.includes(line) && is(pair))?.why ?? null;
}
