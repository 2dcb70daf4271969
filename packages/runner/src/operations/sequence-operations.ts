/** Operations on sequences. */

import { qualifiedName, quoteIdentifier } from "../sql/identifier.ts";
import { doBlock } from "../sql/do-block.ts";
import { quoteLiteral } from "../sql/literal.ts";
import type { Statement } from "../sql/statement.ts";
import { hazard, ifExists, statement, type ToSql } from "./to-sql.ts";

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
/** What other bounds mean for where a sequence stands. */
export interface BoundsChange {
  /** Where it stands outside of them, it goes back to its start. Left out, PostgreSQL refuses such bounds. */
  readonly restarts?: boolean;
  /** It may have passed them. */
  readonly narrows?: boolean;
}
export interface AlterSequence extends SequenceOptions, BoundsChange {
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

/**
 * A change of a sequence's bounds, which PostgreSQL refuses where it stands outside of them by then.
 *
 * @param alter without RESTART, which may follow it. https://www.postgresql.org/docs/current/sql-altersequence.html
 * @param label what the sequence is called in words.
 */
export function withinBounds(alter: string, label: string, { restarts, narrows }: BoundsChange): Statement {
  const hazards =
    narrows !== true
      ? []
      : [
          restarts === true
            ? hazard(
                "MAY_FAIL",
                `where ${label} stands outside of its bounds it starts anew, with numbers that rows may hold already`,
              )
            : hazard("MAY_FAIL", `fails where ${label} stands outside of its bounds already`),
        ];
  if (restarts !== true) return statement(alter, ...hazards);
  const block = `
BEGIN
  EXECUTE ${quoteLiteral(alter)};
EXCEPTION WHEN invalid_parameter_value THEN
  EXECUTE ${quoteLiteral(`${alter} RESTART`)};
END`;
  return statement(doBlock(block), ...hazards);
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
    return [withinBounds(text, sequence.name, sequence)];
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
