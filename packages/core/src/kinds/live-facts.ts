/** What the readers of a live database tell each other: names of what rows call by number, and which sequences are serial. */

import type { ObjectId } from "../catalog/object.ts";
import { sluiceError, type SluiceError } from "@sluice/runner";

export interface ColumnFact {
  readonly name: string;
  readonly type: string;
  /** As SQL where it is not the database's default one. */
  readonly collation: string | null;
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
  /** `[schema, table]` of a table in the scope. */
  table(oid: number): readonly [string, string] | undefined;
  addColumn(table: number, position: number, column: ColumnFact): void;
  column(table: number, position: number): ColumnFact | undefined;
  /** Names of columns of a table in the scope. Positions that are no column's (a whole row, an expression) are left out. */
  columnNames(table: number, positions: readonly number[]): readonly string[];
  addDefault(table: number, position: number, expression: string): void;
  addOwnedSequence(table: number, position: number, sequence: OwnedSequence): void;
  ownedSequence(table: number, position: number): OwnedSequence | undefined;
  /** The sequence that makes a column serial: owned by it, of plain options, and what its default draws from. */
  serial(table: number, position: number): OwnedSequence | undefined;
  /** Which object a relation is: of an index, itself or its constraint; of a sequence, itself. */
  addRelation(oid: number, object: ObjectId): void;
  relation(oid: number): ObjectId | undefined;
  addOperatorClass(oid: string, operatorClass: OperatorClass): void;
  operatorClass(oid: string): OperatorClass | undefined;
}

const HIGHEST: Readonly<Record<string, string>> = {
  smallint: "32767",
  integer: "2147483647",
  bigint: "9223372036854775807",
};

function isPlain(sequence: OwnedSequence): boolean {
  const { start, increment, min, max, cache, cycle, type } = sequence;
  return start === "1" && increment === "1" && min === "1" && cache === "1" && !cycle && max === HIGHEST[type];
}

/** Facts about the given tables; the readers add the rest. */
export function liveFacts(tables: ReadonlyMap<number, readonly [string, string]>): LiveFacts {
  const columns = new Map<number, ColumnFact[]>();
  const defaults = new Map<string, string>();
  const owned = new Map<string, OwnedSequence>();
  const relations = new Map<number, ObjectId>();
  const operatorClasses = new Map<string, OperatorClass>();
  return {
    table: (oid) => tables.get(oid),
    addColumn(table, position, column) {
      const known = columns.get(table) ?? [];
      known[position] = column;
      columns.set(table, known);
    },
    column: (table, position) => columns.get(table)?.[position],
    columnNames: (table, positions) => positions.flatMap((position) => columns.get(table)?.[position]?.name ?? []),
    addDefault: (table, position, expression) => void defaults.set(`${table}.${position}`, expression),
    addOwnedSequence: (table, position, sequence) => void owned.set(`${table}.${position}`, sequence),
    ownedSequence: (table, position) => owned.get(`${table}.${position}`),
    serial(table, position) {
      const sequence = owned.get(`${table}.${position}`);
      if (sequence === undefined || sequence.isIdentity || !isPlain(sequence)) return undefined;
      const { type = "" } = columns.get(table)?.[position] ?? {};
      return type in HIGHEST && defaults.get(`${table}.${position}`) === sequence.draw ? sequence : undefined;
    },
    addRelation: (oid, object) => void relations.set(oid, object),
    relation: (oid) => relations.get(oid),
    addOperatorClass: (oid, operatorClass) => void operatorClasses.set(oid, operatorClass),
    operatorClass: (oid) => operatorClasses.get(oid),
  };
}

/**
 * What PostgreSQL's printing functions give null for: they look at the newest state, the snapshot at an earlier one, and what
 * is printed was dropped in between.
 */
export function changedMeanwhile(object: ObjectId): SluiceError {
  return sluiceError("CHANGED_MEANWHILE", `${object} was changed by another session while it was read`, {
    hint: "Try again when no migration is running.",
    details: { object },
  });
}
