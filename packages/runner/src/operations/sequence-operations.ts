/** Operations on sequences. */

import { qualifiedName, quoteIdentifier } from "../sql/identifier.ts";
import { ifExists, statement, type ToSql } from "./to-sql.ts";

export interface SequenceOptions {
  /** `smallint`, `integer` or `bigint` (the default). */
  readonly type?: string;
  /** Bounds are strings where they don't fit a JavaScript number. */
  readonly start?: number | string;
  readonly increment?: number | string;
  readonly min?: number | string;
  readonly max?: number | string;
  readonly cache?: number | string;
  readonly cycle?: boolean;
  /** The column whose drop takes the sequence along; the table stands in the sequence's schema. */
  readonly ownedBy?: { readonly table: string; readonly column: string };
}
export interface CreateSequence extends SequenceOptions {
  readonly op: "createSequence";
  readonly name: string;
  readonly schema?: string;
}
/** Sets every option: what is left out goes back to PostgreSQL's default. */
export interface AlterSequence extends SequenceOptions {
  readonly op: "alterSequence";
  readonly name: string;
  readonly schema?: string;
}
export interface DropSequence {
  readonly op: "dropSequence";
  readonly name: string;
  readonly schema?: string;
  readonly ifExists?: boolean;
}
export interface RenameSequence {
  readonly op: "renameSequence";
  readonly schema?: string;
  readonly from: string;
  readonly to: string;
}
export interface SetSequenceSchema {
  readonly op: "setSequenceSchema";
  readonly name: string;
  readonly from: string;
  readonly to: string;
}
export type SequenceOperation = CreateSequence | AlterSequence | DropSequence | RenameSequence | SetSequenceSchema;

function owner(sequence: SequenceOptions & { readonly schema?: string }): string {
  if (sequence.ownedBy === undefined) return "NONE";
  return `${qualifiedName(sequence.ownedBy.table, sequence.schema)}.${quoteIdentifier(sequence.ownedBy.column)}`;
}

export const sequenceSql: { readonly [N in SequenceOperation["op"]]: ToSql<N> } = {
  createSequence: (sequence) => {
    const words = (text: string, value: number | string | undefined): string =>
      value === undefined ? "" : ` ${text} ${value}`;
    const text = [
      `CREATE SEQUENCE ${qualifiedName(sequence.name, sequence.schema)}`,
      words("AS", sequence.type),
      words("INCREMENT BY", sequence.increment),
      words("MINVALUE", sequence.min),
      words("MAXVALUE", sequence.max),
      words("START WITH", sequence.start),
      words("CACHE", sequence.cache),
      sequence.cycle === true ? " CYCLE" : "",
      sequence.ownedBy === undefined ? "" : ` OWNED BY ${owner(sequence)}`,
    ].join("");
    return [statement(text)];
  },
  alterSequence: (sequence) => {
    const name = qualifiedName(sequence.name, sequence.schema);
    const increment = sequence.increment ?? 1;
    const descends = String(increment).startsWith("-");
    const text = [
      `ALTER SEQUENCE ${name} AS ${sequence.type ?? "bigint"} INCREMENT BY ${increment}`,
      sequence.min === undefined ? " NO MINVALUE" : ` MINVALUE ${sequence.min}`,
      sequence.max === undefined ? " NO MAXVALUE" : ` MAXVALUE ${sequence.max}`,
      // Without a start of its own, a sequence starts at the end that it counts away from.
      sequence.start !== undefined
        ? ` START WITH ${sequence.start}`
        : ` START WITH ${descends ? (sequence.max ?? -1) : (sequence.min ?? 1)}`,
      ` CACHE ${sequence.cache ?? 1}`,
      sequence.cycle === true ? " CYCLE" : " NO CYCLE",
      ` OWNED BY ${owner(sequence)}`,
    ].join("");
    return [statement(text)];
  },
  dropSequence: (sequence) => [
    statement(`DROP SEQUENCE ${ifExists(sequence)}${qualifiedName(sequence.name, sequence.schema)}`),
  ],
  renameSequence: (sequence) => [
    statement(
      `ALTER SEQUENCE ${qualifiedName(sequence.from, sequence.schema)} RENAME TO ${quoteIdentifier(sequence.to)}`,
    ),
  ],
  setSequenceSchema: (sequence) => [
    statement(
      `ALTER SEQUENCE ${qualifiedName(sequence.name, sequence.from)} SET SCHEMA ${quoteIdentifier(sequence.to)}`,
    ),
  ],
};
