/** Reads policies. https://www.postgresql.org/docs/current/catalog-pg-policy.html */

import { makeObject } from "../../catalog/make.ts";
import { roleId } from "../ids.ts";
import { liveReader } from "../kind.ts";
import { changedMeanwhile } from "../live-facts.ts";
import { dependenciesOf, usedObjects, type UsedObject } from "../live-sql.ts";
import { usedIds } from "../used-ids.ts";
import type { PolicyAttributes, PolicyObject } from "./object.ts";

interface Row {
  readonly table: number;
  readonly name: string;
  readonly permissive: boolean;
  readonly command: string;
  readonly to: readonly string[];
  readonly using: string | null;
  readonly withCheck: string | null;
  readonly hasUsing: boolean;
  readonly hasCheck: boolean;
  /** `[table, position]`, of whichever table; position 0: the whole of it. */
  readonly columns: readonly (readonly [number, number])[] | null;
  readonly uses: readonly UsedObject[] | null;
  readonly current: string;
  readonly session: string;
}

const COMMANDS: Readonly<Record<string, PolicyAttributes["for"]>> = {
  "*": "all",
  r: "select",
  a: "insert",
  w: "update",
  d: "delete",
};

export const live = liveReader<Row, PolicyObject>({
  query: ({ relations }) => ({
    fields: {
      table: "o.polrelid::bigint",
      name: "o.polname",
      permissive: "o.polpermissive",
      command: "o.polcmd",
      // 0 is PUBLIC.
      to: "(select json_agg(coalesce(r.rolname, 'public')) from unnest(o.polroles) u(oid) left join pg_roles r on r.oid = u.oid)",
      using: "x.using",
      withCheck: "x.with_check",
      hasUsing: "o.polqual is not null",
      hasCheck: "o.polwithcheck is not null",
      columns: `(select json_agg(json_build_array(d.refobjid::bigint, d.refobjsubid)) from pg_depend d
        where d.classid = 'pg_policy'::regclass and d.objid = o.oid and d.refclassid = 'pg_class'::regclass and d.deptype = 'n')`,
      uses: usedObjects(dependenciesOf("pg_policy", "o.oid"), "concat(x.using, x.with_check)"),
      current: "current_user",
      session: "session_user",
    },
    // OFFSET 0: print it once.
    from: `pg_policy o cross join lateral (
        select pg_get_expr(o.polqual, o.polrelid) as using, pg_get_expr(o.polwithcheck, o.polrelid) as with_check offset 0) x
      where o.polrelid = any(${relations})`,
  }),
  object: (row, facts) => {
    const table = facts.table(row.table);
    const path = [table.schema, table.name, row.name];
    if ((row.hasUsing && row.using === null) || (row.hasCheck && row.withCheck === null))
      throw changedMeanwhile("policy", path);
    const columns = row.columns ?? [];
    return makeObject({
      kind: "policy",
      path,
      parent: table.id,
      dependsOn: [
        ...new Set([
          ...columns.flatMap(([oid, position]) => facts.columnIds(oid, [position])),
          ...columns.flatMap(([oid]) => (oid !== row.table && facts.hasTable(oid) ? [facts.table(oid).id] : [])),
          ...usedIds(row.uses),
          ...row.to.map(roleId),
        ]),
      ],
      attributes: {
        as: row.permissive ? "permissive" : "restrictive",
        for: COMMANDS[row.command] ?? "all",
        to: row.to.toSorted(),
        using: row.using === null ? null : { sql: row.using },
        withCheck: row.withCheck === null ? null : { sql: row.withCheck },
        words: { current_user: row.current, current_role: row.current, session_user: row.session },
      },
    });
  },
});
