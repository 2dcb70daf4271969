/** Operations on columns that count by themselves: identities and serials. */

import { nameAside, qualifiedName, quoteIdentifier } from "../sql/identifier.ts";
import { quoteLiteral } from "../sql/literal.ts";
import { lockOn } from "../sql/lock.ts";
import type { Statement } from "../sql/statement.ts";
import { alterColumn, type OnColumn } from "./alter-column.ts";
import { identitySql, type IdentityDefinition } from "./column-definition.ts";
import { withinBounds, type BoundsChange } from "./sequence-operations.ts";
import { locking, statement, type ToSql } from "./to-sql.ts";

/** Makes a column an identity; the next value is set above the highest stored one. */
export interface AddIdentity extends OnColumn {
  readonly op: "addIdentity";
  readonly identity: IdentityDefinition;
  /** The sequence of a serial column, which goes: the next value is set above what it gave, too. */
  readonly replaces?: string;
}

/** Changes an identity. Every option is set: what is left out goes back to PostgreSQL's default. */
export interface SetIdentity extends OnColumn, BoundsChange {
  readonly op: "setIdentity";
  readonly identity: IdentityDefinition;
}

export interface DropIdentity extends OnColumn {
  readonly op: "dropIdentity";
}

/**
 * Makes a plain integer column a serial one: a sequence it owns, next value above the highest stored one, and the
 * default that draws from it.
 */
export interface AddSerial extends OnColumn {
  readonly op: "addSerial";
  /** The sequence's type: the column's. */
  readonly type: string;
  /** The sequence's name; it stands in the table's schema. */
  readonly sequence: string;
  /** The sequence of an identity column, which is one no longer: the next value is set above what it gave, too. */
  readonly replaces?: string;
}

/** Takes the default and the owned sequence from a serial column. */
export interface DropSerial extends OnColumn {
  readonly op: "dropSerial";
  readonly sequence: string;
}

export type CountingOperation = AddIdentity | SetIdentity | DropIdentity | AddSerial | DropSerial;

/** A column's own sequence, as SQL. */
function ownSequence(at: OnColumn): string {
  return `pg_get_serial_sequence(${quoteLiteral(qualifiedName(at.table, at.schema))}, ${quoteLiteral(at.name)})`;
}

/**
 * Sets a sequence above (below, where it counts down) the values that are stored.
 *
 * @param sequence its name as an SQL expression.
 * @param last another sequence, as SQL, which may have given more than is stored.
 */
function aboveStoredValues(at: OnColumn, sequence: string, last?: string): Statement {
  const table = qualifiedName(at.table, at.schema);
  const column = quoteIdentifier(at.name);
  const given =
    last === undefined
      ? table
      : `(SELECT ${column} FROM ${table} UNION ALL SELECT last_value FROM ${last} WHERE is_called) AS given (${column})`;
  return locking(
    statement(
      `SELECT setval(${sequence}, stored.extreme) FROM (\n` +
        `  SELECT CASE WHEN seqincrement > 0 THEN max(${column}) ELSE min(${column}) END AS extreme, seqmin, seqmax\n` +
        `  FROM ${given}, pg_catalog.pg_sequence WHERE seqrelid = ${sequence}::regclass GROUP BY seqincrement, seqmin, seqmax\n` +
        `) AS stored WHERE stored.extreme BETWEEN stored.seqmin AND stored.seqmax`,
    ),
  );
}

/** Every option spelled out, so that what is left out goes back to the default. */
function resetIdentity(at: OnColumn, identity: IdentityDefinition): string {
  const set = (words: string, value: number | string | undefined, fallback: string): string =>
    value === undefined ? ` SET ${fallback}` : ` SET ${words} ${value}`;
  const descends = String(identity.increment ?? 1).startsWith("-");
  return [
    `ALTER COLUMN ${quoteIdentifier(at.name)} SET GENERATED ${identity.generated === "always" ? "ALWAYS" : "BY DEFAULT"}`,
    set("INCREMENT BY", identity.increment, "INCREMENT BY 1"),
    set("MINVALUE", identity.min, "NO MINVALUE"),
    set("MAXVALUE", identity.max, "NO MAXVALUE"),
    // Without a start of its own, a sequence starts at the end that it counts away from.
    set("START WITH", identity.start, `START WITH ${descends ? (identity.max ?? -1) : (identity.min ?? 1)}`),
    set("CACHE", identity.cache, "CACHE 1"),
    identity.cycle === true ? " SET CYCLE" : " SET NO CYCLE",
  ].join("");
}

/** A sequence that a column owns must have the table's owner, whoever runs this. */
function sameOwner(sequence: string, table: string): Statement {
  const owner = `(SELECT pg_catalog.pg_get_userbyid(relowner) FROM pg_catalog.pg_class WHERE oid = ${quoteLiteral(table)}::pg_catalog.regclass)`;
  const alter = `pg_catalog.format('ALTER SEQUENCE %s OWNER TO %I', ${quoteLiteral(sequence)}, ${owner})`;
  return locking(statement(`DO ${quoteLiteral(`BEGIN EXECUTE ${alter}; END`)}`));
}

export const countingOperationSql: { readonly [N in CountingOperation["op"]]: ToSql<N> } = {
  addIdentity: (column) => {
    const made = alterColumn(column, `ADD ${identitySql(column.identity)}`);
    if (column.replaces === undefined) return [made, aboveStoredValues(column, ownSequence(column))];
    const last = qualifiedName(column.replaces, column.schema);
    const aside = nameAside(column.replaces, "__last");
    const kept = qualifiedName(aside, column.schema);
    return [
      alterColumn(column, "DROP DEFAULT"),
      // The identity's own may have its name.
      locking(
        statement(`ALTER SEQUENCE ${last} OWNED BY NONE`),
        lockOn("SHARE ROW EXCLUSIVE", column.replaces, column.schema),
      ),
      locking(
        statement(`ALTER SEQUENCE ${last} RENAME TO ${quoteIdentifier(aside)}`),
        lockOn("ACCESS EXCLUSIVE", column.replaces, column.schema),
      ),
      made,
      aboveStoredValues(column, ownSequence(column), kept),
      locking(statement(`DROP SEQUENCE ${kept}`), lockOn("ACCESS EXCLUSIVE", column.replaces, column.schema)),
    ];
  },
  setIdentity: (column) => {
    const alter = `ALTER TABLE ${qualifiedName(column.table, column.schema)} ${resetIdentity(column, column.identity)}`;
    return [withinBounds(alter, `the identity of ${column.table}.${column.name}`, column)];
  },
  dropIdentity: (column) => [alterColumn(column, "DROP IDENTITY")],
  addSerial: (column) => {
    const sequence = qualifiedName(column.sequence, column.schema);
    const owner = `${qualifiedName(column.table, column.schema)}.${quoteIdentifier(column.name)}`;
    const owned = [
      alterColumn(column, `SET DEFAULT nextval(${quoteLiteral(sequence)}::regclass)`),
      sameOwner(sequence, qualifiedName(column.table, column.schema)),
      locking(statement(`ALTER SEQUENCE ${sequence} OWNED BY ${owner}`)),
    ];
    if (column.replaces === undefined) {
      return [
        locking(statement(`CREATE SEQUENCE ${sequence} AS ${column.type}`)),
        ...owned,
        aboveStoredValues(column, ownSequence(column)),
      ];
    }
    const aside = nameAside(column.sequence, "__next");
    const next = qualifiedName(aside, column.schema);
    return [
      // The identity's own may have its name.
      locking(statement(`CREATE SEQUENCE ${next} AS ${column.type}`)),
      aboveStoredValues(column, quoteLiteral(next), qualifiedName(column.replaces, column.schema)),
      alterColumn(column, "DROP IDENTITY"),
      locking(statement(`ALTER SEQUENCE ${next} RENAME TO ${quoteIdentifier(column.sequence)}`)),
      ...owned,
    ];
  },
  dropSerial: (column) => [
    alterColumn(column, "DROP DEFAULT"),
    locking(
      statement(`DROP SEQUENCE ${qualifiedName(column.sequence, column.schema)}`),
      lockOn("ACCESS EXCLUSIVE", column.sequence, column.schema),
    ),
  ],
};
