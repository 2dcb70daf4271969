/** Reads check constraints. https://www.postgresql.org/docs/current/catalog-pg-constraint.html */

import { makeObject } from "../../catalog/make.ts";
import { liveReader } from "../kind.ts";
import { changedMeanwhile } from "../live-facts.ts";
import { dependenciesOf, usedObjects, type UsedObject } from "../live-sql.ts";
import { ENFORCED_SINCE } from "../server-versions.ts";
import { usedIds } from "../used-ids.ts";
import type { CheckObject } from "./object.ts";

interface Row {
  readonly table: number;
  readonly name: string;
  readonly expression: string | null;
  /** Null: it names no column. */
  readonly keys: readonly number[] | null;
  readonly uses: readonly UsedObject[] | null;
  readonly validated: boolean;
  readonly noInherit: boolean;
  readonly notEnforced: boolean;
}

export const live = liveReader<Row, CheckObject>({
  query: ({ version, relations }) => ({
    fields: {
      table: "o.conrelid::bigint",
      name: "o.conname",
      expression: "x.text",
      keys: "o.conkey",
      uses: usedObjects(dependenciesOf("pg_constraint", "o.oid"), "x.text"),
      // One that is NOT ENFORCED is never validated, and can't be.
      validated: version >= ENFORCED_SINCE ? "o.convalidated or not o.conenforced" : "o.convalidated",
      noInherit: "o.connoinherit",
      notEnforced: version >= ENFORCED_SINCE ? "not o.conenforced" : "false",
    },
    // Inherited ones are the parent's. OFFSET 0: print it once.
    from: `pg_constraint o cross join lateral (select pg_get_expr(o.conbin, o.conrelid) as text offset 0) x
      where o.conrelid = any(${relations}) and o.contype = 'c' and o.conislocal`,
  }),
  object: ({ table: oid, name, expression, keys, uses, validated, noInherit, notEnforced }, facts) => {
    const table = facts.table(oid);
    const path = [table.schema, table.name, name];
    if (expression === null) throw changedMeanwhile("check", path);
    return makeObject({
      kind: "check",
      path,
      parent: table.id,
      dependsOn: [...facts.columnIds(oid, keys ?? []), ...usedIds(uses)],
      attributes: { expression: { sql: expression }, validated, noInherit, notEnforced },
    });
  },
});
