/** Operations on enum types. */

import { qualifiedName, quoteIdentifier } from "../sql/identifier.ts";
import { quoteLiteral } from "../sql/literal.ts";
import { ROWS_IN_THE_WAY } from "../sql/sqlstates.ts";
import { doBlock } from "../sql/do-block.ts";
import { hazard, ifExists, ifNotExists, statement, statementIn, type ToSql } from "./to-sql.ts";

interface OnEnum {
  readonly name: string;
  readonly schema?: string;
}
export interface CreateEnum extends OnEnum {
  readonly op: "createEnum";
  readonly values: readonly string[];
}
export interface DropEnum extends OnEnum {
  readonly op: "dropEnum";
  readonly ifExists?: boolean;
}
export interface RenameEnum {
  readonly op: "renameEnum";
  readonly schema?: string;
  readonly from: string;
  readonly to: string;
}
export interface SetEnumSchema {
  readonly op: "setEnumSchema";
  readonly name: string;
  readonly from: string;
  readonly to: string;
}
/** Adds a value at the end, or beside another. Committed before anything uses it. */
export interface AddEnumValue extends OnEnum {
  readonly op: "addEnumValue";
  readonly value: string;
  readonly before?: string;
  readonly after?: string;
  readonly ifNotExists?: boolean;
}
export interface RenameEnumValue extends OnEnum {
  readonly op: "renameEnumValue";
  readonly from: string;
  readonly to: string;
}
/**
 * Counts the rows of every table that hold one of the values, alone or in an array, and stops the migration with
 * ROWS_IN_THE_WAY where there are any: before the type is made anew without them.
 */
export interface AssertEnumValuesUnused extends OnEnum {
  readonly op: "assertEnumValuesUnused";
  readonly values: readonly string[];
}
export type EnumOperation =
  | CreateEnum
  | DropEnum
  | RenameEnum
  | SetEnumSchema
  | AddEnumValue
  | RenameEnumValue
  | AssertEnumValuesUnused;

/** One statement, so that it is there in printed SQL too. Catalogs know every column of the type, of whatever table. */
function unusedSql(type: AssertEnumValuesUnused): string {
  const name = qualifiedName(type.name, type.schema);
  const values = `ARRAY[${type.values.map(quoteLiteral).join(", ")}]::text[]`;
  return doBlock(`
DECLARE
  place record;
  held text;
  found text;
BEGIN
  FOR place IN
    SELECT a.attrelid::regclass::text AS name, quote_ident(a.attname) AS field, t.typelem <> 0 AS is_array
    FROM pg_catalog.pg_attribute a
    JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
    JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
    WHERE c.relkind = 'r' AND NOT a.attisdropped AND ${quoteLiteral(name)}::regtype IN (t.oid, t.typelem)
    ORDER BY a.attrelid::regclass::text, a.attnum
  LOOP
    EXECUTE format(
      'SELECT string_agg(format(''%%L in %%s rows of %s.%s'', value, rows), '', '' ORDER BY value) FROM ('
      'SELECT value, count(*) AS rows FROM %s AS held, unnest($1) AS value WHERE ' ||
      CASE WHEN place.is_array THEN 'value = ANY (held.%s::text[])' ELSE 'held.%s::text = value' END ||
      ' GROUP BY value) AS counted', replace(place.name, '%', '%%'), replace(place.field, '%', '%%'), place.name, place.field)
      INTO held USING ${values};
    found := concat_ws(', ', found, held);
  END LOOP;
  IF found <> '' THEN
    RAISE EXCEPTION USING ERRCODE = '${ROWS_IN_THE_WAY}',
      MESSAGE = concat(${quoteLiteral(`rows still hold what the enum ${name} loses: `)}, found),
      HINT = 'Give those rows another value in a migration before this one, or rename the value instead.';
  END IF;
END`);
}

export const enumSql: { readonly [N in EnumOperation["op"]]: ToSql<N> } = {
  createEnum: (type) => [
    statement(
      `CREATE TYPE ${qualifiedName(type.name, type.schema)} AS ENUM (${type.values.map(quoteLiteral).join(", ")})`,
    ),
  ],
  dropEnum: (type) => [statement(`DROP TYPE ${ifExists(type)}${qualifiedName(type.name, type.schema)}`)],
  renameEnum: (type) => [
    statement(`ALTER TYPE ${qualifiedName(type.from, type.schema)} RENAME TO ${quoteIdentifier(type.to)}`),
  ],
  setEnumSchema: (type) => [
    statement(`ALTER TYPE ${qualifiedName(type.name, type.from)} SET SCHEMA ${quoteIdentifier(type.to)}`),
  ],
  addEnumValue: (type) => {
    const place =
      type.before === undefined
        ? type.after === undefined
          ? ""
          : ` AFTER ${quoteLiteral(type.after)}`
        : ` BEFORE ${quoteLiteral(type.before)}`;
    const text = `ALTER TYPE ${qualifiedName(type.name, type.schema)} ADD VALUE ${ifNotExists(type)}${quoteLiteral(type.value)}${place}`;
    return [statementIn("commit-after", text)];
  },
  assertEnumValuesUnused: (type) => [
    statement(
      unusedSql(type),
      hazard("MAY_FAIL", `fails where rows hold ${type.values.join(", ")} of the enum ${type.name}`),
    ),
  ],
  renameEnumValue: (type) => [
    statement(
      `ALTER TYPE ${qualifiedName(type.name, type.schema)} RENAME VALUE ${quoteLiteral(type.from)} TO ${quoteLiteral(type.to)}`,
    ),
  ],
};
