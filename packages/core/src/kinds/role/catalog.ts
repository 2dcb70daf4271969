/** Reads roles. https://www.postgresql.org/docs/current/view-pg-roles.html */

import { makeObject } from "../../catalog/make.ts";
import { liveReader } from "../kind.ts";
import type { RoleAttributes, RoleObject } from "./object.ts";

type Row = { readonly name: string } & { readonly [A in keyof RoleAttributes]: Exclude<RoleAttributes[A], undefined> };

export const live = liveReader<Row, RoleObject>({
  query: ({ managedRoles }) => ({
    fields: {
      name: "r.rolname",
      createDb: "r.rolcreatedb",
      createRole: "r.rolcreaterole",
      inherit: "r.rolinherit",
      login: "r.rolcanlogin",
      superuser: "r.rolsuper",
      replication: "r.rolreplication",
      bypassRls: "r.rolbypassrls",
      connectionLimit: "r.rolconnlimit",
      validUntil: "r.rolvaliduntil::text",
    },
    from: `pg_roles r where r.oid = any(${managedRoles})`,
  }),
  object: ({ name, ...attributes }) => makeObject({ kind: "role", path: [name], parent: null, attributes }),
});
