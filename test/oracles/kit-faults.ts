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
];

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

/** Ways from one model to another that drizzle-kit gets wrong, by the change. */
const FAULTY_CHANGES: readonly {
  readonly lines: readonly Line[];
  readonly change: ChangeName;
  readonly why: string;
}[] = [];

/** Why drizzle-kit has nothing to say of a pair; null where it has. */
export function faultOf({ changes }: ModelPair, line: Line): string | null {
  const sorts = new Set(changes.map((change) => CHANGES[change].sort));
  if (sorts.has("adds") && sorts.has("drops")) return "it asks whether what goes and what comes is a rename";
  return FAULTY_CHANGES.find(({ lines, change }) => lines.includes(line) && changes.includes(change))?.why ?? null;
}
