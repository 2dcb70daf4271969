/**
 * What ALTER alone says of a thing, and no model can: storage parameters, statistics targets, the replica identity … Each is a
 * clause of ALTER, e.g. `SET STATISTICS 500`. They stay with what they are of, and come back where it is made anew.
 * https://www.postgresql.org/docs/current/sql-altertable.html
 */

import { qualifiedName, type Operation } from "@sluice/runner";
import type { Catalog } from "../catalog/catalog.ts";
import type { CatalogObject, ObjectId, Unspoken } from "../catalog/object.ts";
import type { ColumnObject } from "./column/object.ts";
import { columnIds } from "./ids.ts";
import type { PlanContext } from "./kind.ts";
import { inSchema } from "./place.ts";

export type Settings = Unspoken<readonly string[]>;

/** Clauses of an index that name it: what follows them. */
const REPLICA_IDENTITY = "REPLICA IDENTITY USING INDEX";
const CLUSTER = "CLUSTER ON";
const ELEMENT = /^ALTER COLUMN (\d+) /;

/** As SQL: reloptions as a clause; null where there are none. */
export function parametersClause(options: string, prefix = ""): string {
  return `(select 'SET (' || string_agg(format('%s%s=%L', '${prefix}', split_part(o, '=', 1), substr(o, strpos(o, '=') + 1)), ', ') || ')' from unnest(${options}) o)`;
}

/** As SQL: those of `pg_index i`. */
export const INDEX_SETTINGS = `case when i.indisreplident or i.indisclustered or i.indexprs is not null then (
  select json_agg(s.clause) from (
    select '${REPLICA_IDENTITY}' as clause where i.indisreplident
    union all select '${CLUSTER}' where i.indisclustered
    union all select format('ALTER COLUMN %s SET STATISTICS %s', a.attnum, a.attstattarget) from pg_attribute a
      where a.attrelid = i.indexrelid and a.attstattarget >= 0) s) end`;

/** Most have none: one list for all of them. */
export const NO_SETTINGS: readonly string[] = [];

const nothing = (): readonly Operation[] => [];

/** They are no difference: they come with what makes their object anew. */
export const keptSettings = { remedy: nothing, unspoken: (): null => null };

function altered(what: string, clauses: readonly string[]): readonly Operation[] {
  return clauses.map((clause) => ({ op: "execute", sql: `${what} ${clause}` }));
}

type Placed = Pick<PlanContext, "defaultSchema">;

function tableText(schema: string, table: string, context: Placed): string {
  return `ALTER TABLE ${qualifiedName(table, inSchema(schema, context).schema)}`;
}

export function tableSettings(
  { path: [schema = "", name = ""] }: CatalogObject,
  settings: Settings,
  context: Placed,
): readonly Operation[] {
  return altered(tableText(schema, name, context), settings ?? []);
}

export function columnSettings(
  { path: [schema = "", table = "", name = ""] }: CatalogObject,
  settings: Settings,
  context: Placed,
): readonly Operation[] {
  return altered(`${tableText(schema, table, context)} ALTER COLUMN ${qualifiedName(name)}`, settings ?? []);
}

/** @param name the index's, which may be another than its last. */
export function indexSettings(
  schema: string,
  table: string,
  name: string,
  settings: Settings,
  context: Placed,
): readonly Operation[] {
  return (settings ?? []).flatMap((clause) =>
    clause === REPLICA_IDENTITY || clause === CLUSTER
      ? altered(tableText(schema, table, context), [`${clause} ${qualifiedName(name)}`])
      : altered(`ALTER INDEX ${qualifiedName(name, inSchema(schema, context).schema)}`, [clause]),
  );
}

/** Those of an index that is made anew which the next one can still have. */
export function settingsStill(
  settings: Settings,
  next: { readonly isUnique: boolean; readonly columns: readonly (string | null)[] },
  [schema, table]: readonly [string, string],
  model: Catalog,
): Settings {
  const isNotNull = (id: ObjectId): boolean => {
    // An id of the kind column is a column's.
    const column = model.get(id) as ColumnObject | undefined;
    return column?.attributes.notNull === true;
  };
  return settings?.filter((clause) => {
    if (clause === REPLICA_IDENTITY)
      return (
        next.isUnique &&
        next.columns.every((column) => column !== null && columnIds(schema, table, [column]).every(isNotNull))
      );
    const place = ELEMENT.exec(clause)?.[1];
    return place === undefined || next.columns[Number(place) - 1] === null;
  });
}

/** What a table is without, once the object that had these settings is gone; null: nothing worth a word. */
export function missedWithout(settings: Settings): string | null {
  return settings?.includes(REPLICA_IDENTITY) === true
    ? "was the replica identity of its table: where that is published, UPDATE and DELETE fail without one"
    : null;
}

/** A type's values that are never moved out of line, as far as its name tells: their storage is always plain. */
const PLAIN =
  /^(?:smallint|integer|bigint|real|double precision|boolean|date|time|timestamp|interval|uuid|oid|money|macaddr8?|point|line|lseg|box|circle|"char"|name|pg_lsn|xid8?)\b(?!.*\[\])/;
const STORAGE = "SET STORAGE ";

/** Those of a column that its next type can have. */
export function settingsOfType(settings: Settings, type: string, isEnum: boolean): Settings {
  return isEnum || PLAIN.test(type) ? settings?.filter((clause) => !clause.startsWith(STORAGE)) : settings;
}

/** Those that ALTER COLUMN … TYPE sets back, even to the same type. */
export function lostByRetype(settings: Settings): readonly string[] {
  return (settings ?? []).filter((clause) => clause.startsWith(STORAGE));
}
