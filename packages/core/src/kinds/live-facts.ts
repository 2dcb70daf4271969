/** What the readers of a live database tell each other: names of what rows call by number, and which sequences are serial. */

import { sluiceError, type SluiceError } from "@sluice/runner";
import { highestOf } from "./bounds.ts";
import { objectId, pathText, type ObjectId } from "../catalog/object.ts";

/** A table, partitioned table, view or materialized view, as `pg_class` has it. */
export interface NamedRelation {
  readonly sort: "r" | "p" | "v" | "m";
  readonly schema: string;
  readonly name: string;
}

export interface TableFact {
  readonly sort: NamedRelation["sort"];
  readonly schema: string;
  readonly name: string;
  readonly id: ObjectId;
}

/** The kinds of relations and of their columns. */
export const RELATION_KINDS = {
  r: ["table", "column"],
  p: ["table", "column"],
  v: ["view", "view-column"],
  m: ["materialized-view", "view-column"],
} as const;

/** Whether a relation is a view or a materialized view. */
export function isViewLike(sort: NamedRelation["sort"]): boolean {
  return sort === "v" || sort === "m";
}

export interface ColumnFact {
  readonly name: string;
  readonly type: string;
  /** The type without its modifier; null where it has none. */
  readonly plainType: string | null;
  /** As SQL where it is not the database's default one. */
  readonly collation: string | null;
  readonly isGenerated: boolean;
}

/** A sequence that a column owns: an identity's, or one that was made by `serial` or `OWNED BY`. */
export interface OwnedSequence {
  readonly name: string;
  readonly isIdentity: boolean;
  readonly type: string;
  readonly start: string;
  readonly increment: string;
  readonly min: string;
  readonly max: string;
  readonly cache: string;
  readonly cycle: boolean;
  /** A default that draws from it, as PostgreSQL prints it. */
  readonly draw: string;
}

export interface OperatorClass {
  readonly sql: string;
  readonly isDefault: boolean;
}

export interface LiveFacts {
  /** A table or view in the scope. Rows of columns, constraints and indexes are of no other. */
  table(oid: number): TableFact;
  hasTable(oid: number): boolean;
  addColumn(table: number, position: number, column: ColumnFact): void;
  column(table: number, position: number): ColumnFact | undefined;
  /** Positions that are no column's (a whole row, an expression) are left out. */
  columnNames(table: number, positions: readonly number[]): readonly string[];
  columnIds(table: number, positions: readonly number[]): readonly ObjectId[];
  addDefault(table: number, position: number, expression: string): void;
  addOwnedSequence(table: number, position: number, sequence: OwnedSequence): void;
  ownedSequence(table: number, position: number): OwnedSequence | undefined;
  /** The sequence that makes a column serial: owned by it, of plain options, and what its default draws from. */
  serial(table: number, position: number): OwnedSequence | undefined;
  /** Which object a default like this draws from. */
  addDraw(expression: string, object: ObjectId): void;
  draw(expression: string): ObjectId | undefined;
  /** Which object something with an oid is: an index, or the constraint that it is of; a sequence; an enum or its array. */
  addObject(oid: number, object: ObjectId): void;
  object(oid: number): ObjectId | undefined;
  addOperatorClass(oid: string, operatorClass: OperatorClass): void;
  operatorClass(oid: string): OperatorClass | undefined;
}

function isPlain(sequence: OwnedSequence): boolean {
  const { isIdentity, start, increment, min, max, cache, cycle, type } = sequence;
  return (
    !isIdentity &&
    start === "1" &&
    increment === "1" &&
    min === "1" &&
    cache === "1" &&
    !cycle &&
    max === highestOf(type)
  );
}

const OUTSIDE: TableFact = { sort: "r", schema: "", name: "", id: "" };

interface Parts {
  readonly columns: ColumnFact[];
  readonly defaults: string[];
  readonly owned: OwnedSequence[];
}

/** Facts about the given relations, by oid; the readers add the rest. */
export function liveFacts(relations: ReadonlyMap<number, NamedRelation>): LiveFacts {
  const known = new Map<number, TableFact>();
  const parts = new Map<number, Parts>();
  const draws = new Map<string, ObjectId>();
  const objects = new Map<number, ObjectId>();
  const operatorClasses = new Map<string, OperatorClass>();
  for (const [oid, { sort, schema, name }] of relations) {
    known.set(oid, { sort, schema, name, id: objectId(RELATION_KINDS[sort][0], [schema, name]) });
  }
  const partsOf = (table: number): Parts => {
    let found = parts.get(table);
    if (found === undefined) parts.set(table, (found = { columns: [], defaults: [], owned: [] }));
    return found;
  };
  const table = (oid: number): TableFact => known.get(oid) ?? OUTSIDE;
  const columnNames = (oid: number, positions: readonly number[]): readonly string[] => {
    const { columns } = partsOf(oid);
    return positions.flatMap((position) => columns[position]?.name ?? []);
  };
  const columnPrefix = (oid: number): string => {
    const { id, sort } = table(oid);
    return id.replace(/^\S+/, RELATION_KINDS[sort][1]);
  };
  return {
    table,
    hasTable: (oid) => known.has(oid),
    addColumn: (oid, position, column) => void (partsOf(oid).columns[position] = column),
    column: (oid, position) => parts.get(oid)?.columns[position],
    columnNames,
    columnIds(oid, positions) {
      const prefix = columnPrefix(oid);
      return columnNames(oid, positions).map((name) => `${prefix}.${pathText([name])}`);
    },
    addDefault: (oid, position, expression) => void (partsOf(oid).defaults[position] = expression),
    addOwnedSequence: (oid, position, sequence) => void (partsOf(oid).owned[position] = sequence),
    ownedSequence: (oid, position) => parts.get(oid)?.owned[position],
    serial(oid, position) {
      const { owned, defaults, columns } = partsOf(oid);
      const sequence = owned[position];
      if (sequence === undefined || defaults[position] !== sequence.draw) return undefined;
      return isPlain(sequence) && highestOf(columns[position]?.type ?? "") !== undefined ? sequence : undefined;
    },
    addDraw: (expression, object) => void draws.set(expression, object),
    draw: (expression) => draws.get(expression),
    addObject: (oid, object) => void objects.set(oid, object),
    object: (oid) => objects.get(oid),
    addOperatorClass: (oid, operatorClass) => void operatorClasses.set(oid, operatorClass),
    operatorClass: (oid) => operatorClasses.get(oid),
  };
}

/**
 * What PostgreSQL's printing functions give null for: they look at the newest state, the snapshot at an earlier one, and what
 * is printed was dropped in between.
 */
export function changedMeanwhile(kind: string, path: readonly string[]): SluiceError {
  const object = objectId(kind, path);
  return sluiceError("CHANGED_MEANWHILE", `${object} was changed by another session while it was read`, {
    hint: "Try again when no migration is running.",
    details: { object },
  });
}
