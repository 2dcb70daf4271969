/** Reads comments on what the other kinds read. https://www.postgresql.org/docs/current/catalog-pg-description.html */

import { objectId, type ObjectId } from "../../catalog/object.ts";
import { liveReader } from "../kind.ts";
import { RELATION_KINDS, type LiveFacts } from "../live-facts.ts";
import { extensionMembers } from "../live-sql.ts";
import type { CommentAttributes, CommentObject } from "./object.ts";

interface Row {
  readonly on: CommentAttributes["on"];
  readonly oid: number;
  readonly schema: string | null;
  readonly table: number | null;
  /** A column's position, or a constraint's type. */
  readonly part: string | null;
  readonly name: string | null;
  readonly text: string;
}

const CONSTRAINTS: Readonly<Record<string, string>> = { p: "primary-key", u: "unique", f: "foreign-key", c: "check" };

/** The kind and path of the commented object; null where it is none of the catalog's. */
function commented(row: Row, facts: LiveFacts): readonly [string, readonly string[]] | null {
  const { schema, name, part } = row;
  const { sort, schema: tableSchema, name: tableName } = facts.table(row.table ?? 0);
  const table = [tableSchema, tableName];
  switch (row.on) {
    case "schema":
      return schema === null ? null : ["schema", [schema]];
    case "type":
      return schema === null || name === null ? null : ["enum", [schema, name]];
    case "table":
    case "view":
    case "materialized view":
      return [RELATION_KINDS[sort][0], table];
    case "column": {
      const column = facts.column(row.table ?? 0, Number(part));
      return column === undefined ? null : [RELATION_KINDS[sort][1], [...table, column.name]];
    }
    case "constraint": {
      const kind = CONSTRAINTS[part ?? ""];
      return name === null || kind === undefined ? null : [kind, [...table, name]];
    }
    case "policy":
      return name === null ? null : ["policy", [...table, name]];
    case "index":
    case "sequence":
      return schema === null || name === null || facts.object(row.oid) !== objectId(row.on, [schema, name])
        ? null
        : [row.on, [schema, name]];
  }
}

/** One branch of the query: comments on objects of one system catalog. */
function branch(on: string, catalog: string, described: string, columns: string): string {
  return `select '${on}' as kind, d.objoid, ${columns}, d.description
    from pg_description d ${described} and d.classoid = '${catalog}'::regclass`;
}

export const live = liveReader<Row, CommentObject>({
  query: ({ namespaces, relations, views }) => ({
    fields: {
      on: "c.kind",
      oid: "c.objoid::bigint",
      schema: "c.schema",
      table: "c.relation::bigint",
      part: "c.part",
      name: "c.name",
      text: "c.description",
    },
    from: `(
      ${branch(
        "schema",
        "pg_namespace",
        `join pg_namespace n on n.oid = d.objoid where n.oid = any(${namespaces})
        and n.oid not in ${extensionMembers("pg_namespace")} and (n.nspname, d.description) <> ('public', 'standard public schema')`,
        "n.nspname as schema, null::oid as relation, null as part, null::name as name",
      )}
      union all
      ${branch(
        "type",
        "pg_type",
        `join pg_type t on t.oid = d.objoid and t.typtype = 'e' join pg_namespace n on n.oid = t.typnamespace 
        where t.typnamespace = any(${namespaces}) and t.oid not in ${extensionMembers("pg_type")}`,
        "n.nspname, null, null, t.typname",
      )}
      union all
      ${branch("table", "pg_class", `where d.objsubid = 0 and d.objoid = any(${relations})`, "null, d.objoid, null, null")}
      union all
      ${branch("column", "pg_class", `where d.objsubid > 0 and d.objoid = any(${relations} || ${views})`, "null, d.objoid, d.objsubid::text, null")}
      union all
      ${branch(
        "view",
        "pg_class",
        `join pg_class r on r.oid = d.objoid where r.relkind = 'v' and d.objsubid = 0 and d.objoid = any(${views})`,
        "null, d.objoid, null, null",
      )}
      union all
      ${branch(
        "materialized view",
        "pg_class",
        `join pg_class r on r.oid = d.objoid where r.relkind = 'm' and d.objsubid = 0 and d.objoid = any(${views})`,
        "null, d.objoid, null, null",
      )}
      union all
      ${branch(
        "constraint",
        "pg_constraint",
        `join pg_constraint o on o.oid = d.objoid where o.conrelid = any(${relations}) and o.conislocal`,
        "null, o.conrelid, o.contype::text, o.conname",
      )}
      union all
      ${branch(
        "policy",
        "pg_policy",
        `join pg_policy o on o.oid = d.objoid where o.polrelid = any(${relations})`,
        "null, o.polrelid, null, o.polname",
      )}
      union all
      ${branch(
        "index",
        "pg_class",
        `join pg_class r on r.oid = d.objoid and r.relkind in ('i', 'I') join pg_namespace n on n.oid = r.relnamespace
        where r.relnamespace = any(${namespaces})`,
        "n.nspname, null, null, r.relname",
      )}
      union all
      ${branch(
        "sequence",
        "pg_class",
        `join pg_class r on r.oid = d.objoid and r.relkind = 'S' join pg_namespace n on n.oid = r.relnamespace
        where r.relnamespace = any(${namespaces})`,
        "n.nspname, null, null, r.relname",
      )}
    ) c`,
  }),
  object: (row, facts) => {
    const found = commented(row, facts);
    if (found === null) return null;
    const [kind, path] = found;
    const parent: ObjectId = objectId(kind, path);
    return {
      kind: "comment",
      id: `comment ${parent}`,
      path,
      parent,
      dependsOn: [],
      isNamed: true,
      attributes: { on: row.on, text: row.text },
    };
  },
});
