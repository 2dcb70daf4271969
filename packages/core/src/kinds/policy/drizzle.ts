/** Policies that the model declares. */

import { truncateIdentifier } from "@sluice/runner";
import type { SQL, SQLChunk } from "drizzle-orm";
import type { PgPolicy } from "drizzle-orm/pg-core";
import { makeObject } from "../../catalog/make.ts";
import type { ObjectId } from "../../catalog/object.ts";
import { mentionedNames } from "../../model/mentioned-names.ts";
import type { ModelSource } from "../../model/model-source.ts";
import { namedColumns } from "../../model/named-columns.ts";
import { columnIds, roleId, tableId } from "../ids.ts";
import type { ModelReader } from "../kind.ts";
import type { PolicyAttributes, PolicyObject } from "./object.ts";

function namesOf(to: NonNullable<PgPolicy["to"]>): readonly string[] {
  if (Array.isArray(to)) return to.flatMap(namesOf);
  return [typeof to === "string" ? to : to.name];
}

/** Roles by name; without any, it is for everybody. */
function rolesOf(policy: PgPolicy): readonly string[] {
  const names = namesOf(policy.to ?? []);
  return names.length === 0 ? ["public"] : [...new Set(names.map(truncateIdentifier))].toSorted();
}

/** Tables and columns that are part of an expression, of whichever table. */
function mentioned(source: ModelSource, expression: SQL): readonly ObjectId[] {
  const { orm, pg } = source.drizzle;
  const found = new Set<ObjectId>();
  const visit = (chunk: unknown): void => {
    if (orm.is(chunk, orm.SQL)) chunk.queryChunks.forEach(visit);
    else if (Array.isArray(chunk)) chunk.forEach(visit);
    else if (orm.is(chunk, pg.PgColumn)) {
      const table = source.tables.find((each) => each.table === chunk.table);
      if (table !== undefined)
        for (const id of columnIds(table.schema, table.name, [source.columnName(chunk)])) found.add(id);
    } else if (orm.is(chunk, pg.PgTable)) {
      const table = source.tables.find((each) => each.table === chunk);
      if (table !== undefined) found.add(tableId(table.schema, table.name));
    } else if (typeof chunk === "object" && chunk !== null && "getSQL" in chunk && typeof chunk.getSQL === "function") {
      // A subquery of the query builder; a text or parameter gives SQL that is itself again.
      const inner = (chunk as { getSQL(): unknown }).getSQL();
      if (orm.is(inner, orm.SQL) && !inner.queryChunks.includes(chunk as SQLChunk)) visit(inner);
    }
  };
  visit(expression);
  return [...found];
}

/** Other tables whose names stand in texts, with those of their columns that do: a sub-select in words of one's own may read them. */
function named(source: ModelSource, own: ObjectId, texts: readonly (string | undefined)[]): readonly ObjectId[] {
  const names = mentionedNames(texts.join("\n"));
  return source.tables.flatMap(({ schema, name, config }) => {
    if (!names.has(name) || tableId(schema, name) === own) return [];
    const columns = config.columns.map((column) => source.columnName(column)).filter((each) => names.has(each));
    return [tableId(schema, name), ...columnIds(schema, name, columns)];
  });
}

export const model: ModelReader<PolicyObject> = (source) =>
  source.tables.flatMap(({ schema, name: table, config, policies }) =>
    policies.map((policy) => {
      const path = [schema, table, truncateIdentifier(policy.name)] as const;
      // Inside a sub-select a column without its table would be the other table's.
      const written = (sql: SQL | undefined): PolicyAttributes["using"] =>
        sql === undefined ? null : { sql: source.qualifiedExpression(sql, `policy ${path.join(".")}`) };
      const [using, withCheck] = [written(policy.using), written(policy.withCheck)];
      const own = config.columns.map((column) => source.columnName(column));
      const to = rolesOf(policy);
      return makeObject({
        kind: "policy",
        path,
        parent: tableId(schema, table),
        dependsOn: [
          ...new Set([
            ...columnIds(schema, table, namedColumns(own, using?.sql, withCheck?.sql)),
            ...named(source, tableId(schema, table), [using?.sql, withCheck?.sql]),
            ...[policy.using, policy.withCheck].flatMap((sql) => (sql === undefined ? [] : mentioned(source, sql))),
            ...to.map(roleId),
          ]),
        ],
        attributes: { as: policy.as ?? "permissive", for: policy.for ?? "all", to, using, withCheck, words: undefined },
      });
    }),
  );
