/** Reads privileges. https://www.postgresql.org/docs/current/catalog-pg-default-acl.html */

import type { Privilege } from "@sluice/runner";
import { OWNED_FIELDS, ownedObjects, targetOf, type OwnedRow } from "../access.ts";
import { roleId } from "../ids.ts";
import { liveReader } from "../kind.ts";
import type { GrantObject, Privileges } from "./object.ts";

/** `[role, privilege, may it be passed on]` */
type Entry = readonly [string, Privilege, boolean];

interface Row extends OwnedRow {
  readonly has: readonly Entry[] | null;
  /** What it would have if it were made again. */
  readonly gets: readonly Entry[] | null;
  /** All that there are for its sort. */
  readonly all: readonly Privilege[] | null;
}

function entries(acl: string, grantee: string): string {
  return `(select json_agg(json_build_array(coalesce(r.rolname, 'public'), a.privilege_type, a.is_grantable))
    from aclexplode(${acl}) a left join pg_roles r on r.oid = ${grantee})`;
}

function defaultsIn(namespace: string): string {
  return `(select d.defaclacl from pg_default_acl d where d.defaclrole = m.oid and d.defaclnamespace = ${namespace} and d.defaclobjtype = x.defaults)`;
}

// Those of one schema are added to those of all. Made by the role that reads, it is then given to its owner.
const GETS = `coalesce(${defaultsIn("0")}, acldefault(x.type, m.oid))
  || case when x.namespace = 0 then '{}' else coalesce(${defaultsIn("x.namespace")}, '{}') end`;

/** Entries of one list that the other lacks, those of one role together, and roles with the same ones together. */
function beyond(list: readonly Entry[], other: readonly Entry[]): readonly Privileges[] {
  const known = new Map(other.map(([role, privilege, isOption]) => [JSON.stringify([role, privilege]), isOption]));
  const byRole = new Map<
    string,
    { readonly role: string; readonly isOption: boolean; readonly privileges: Privilege[] }
  >();
  for (const [role, privilege, isOption] of list) {
    const had = known.get(JSON.stringify([role, privilege]));
    if (had !== undefined && (had || !isOption)) continue;
    const key = JSON.stringify([role, isOption]);
    const found = byRole.get(key) ?? { role, isOption, privileges: [] };
    byRole.set(key, found);
    found.privileges.push(privilege);
  }
  const together = new Map<string, Privileges>();
  for (const { role, isOption, privileges } of byRole.values()) {
    const sorted = [...new Set(privileges)].toSorted();
    const key = JSON.stringify([isOption, sorted]);
    const roles = [...(together.get(key)?.roles ?? []), role].toSorted();
    together.set(key, { roles, privileges: sorted, isOption });
  }
  return [...together].toSorted(([one], [two]) => (one < two ? -1 : 1)).map(([, each]) => each);
}

/** What is to be taken away of what it gets: the privilege, or where it has that, the right to pass it on. */
function taken(gets: readonly Entry[], has: readonly Entry[]): readonly Privileges[] {
  const kept = new Set(has.map(([role, privilege]) => JSON.stringify([role, privilege])));
  const isKept = ([role, privilege]: Entry): boolean => kept.has(JSON.stringify([role, privilege]));
  const whole = beyond(
    gets.filter((entry) => !isKept(entry)).map(([role, privilege]): Entry => [role, privilege, false]),
    [],
  );
  const options = beyond(gets.filter(isKept), has).filter(({ isOption }) => isOption);
  return [...whole, ...options];
}

/** All privileges of several are called so: a later PostgreSQL has more of them. */
function shortened(all: readonly Privilege[]): (each: Privileges) => Privileges {
  return (each) => (all.length > 1 && each.privileges.length === all.length ? { ...each, privileges: ["ALL"] } : each);
}

export const live = liveReader<Row, GrantObject>({
  query: (scope) => ({
    fields: {
      ...OWNED_FIELDS,
      has: entries("coalesce(x.acl, acldefault(x.type, x.owner))", "a.grantee"),
      gets: entries(GETS, "case when a.grantee = m.oid then x.owner else a.grantee end"),
      all: "(select json_agg(distinct a.privilege_type) from aclexplode(acldefault(x.type, x.owner)) a where a.grantee = x.owner)",
    },
    // Without either, both are PostgreSQL's own.
    from: `${ownedObjects(scope)} where x.acl is not null or exists (select from pg_default_acl d where d.defaclrole = m.oid)`,
  }),
  object: (row, facts) => {
    const target = targetOf(row, facts);
    const [has, gets] = [row.has ?? [], row.gets ?? []];
    const inShort = shortened(row.all ?? []);
    const [granted, revoked] = [beyond(has, gets).map(inShort), taken(gets, has).map(inShort)];
    if (target === null || granted.length + revoked.length === 0) return null;
    return {
      kind: "grant",
      id: `grant ${target.id}`,
      path: target.path,
      parent: target.id,
      dependsOn: [],
      // A new owner takes the privileges of the former one over.
      comesAfter: [`owner ${target.id}`, ...new Set(granted.flatMap(({ roles }) => roles.map(roleId)))],
      isNamed: true,
      attributes: { on: target.on, granted, revoked },
    };
  },
});
