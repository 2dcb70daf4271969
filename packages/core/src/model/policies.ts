/** Which policies are of which table, and which roles are Sluice's: what of the exports stands apart from the tables. */

import type { PgPolicy, PgRole, PgTable } from "drizzle-orm/pg-core";
import type { Diagnostic } from "../catalog/diagnostic.ts";
import { pathText } from "../catalog/object.ts";
import type { DrizzleApi } from "./drizzle-api.ts";
import type { ModelTable } from "./model-source.ts";

function unlinked(policy: PgPolicy, where: string): Diagnostic {
  return {
    code: "POLICY_OF_NO_TABLE",
    severity: "warning",
    object: `policy ${policy.name}`,
    message: `policy ${policy.name} is in the model, but ${where}: it is left alone`,
    hint: "Put it into its table, link it to an exported table, or write it into a migration by hand.",
  };
}

/** What drizzle keeps under a name of its own, and has no other way to ask for. */
function hidden(holder: object, name: string): unknown {
  return new Map(Object.entries(holder)).get(name);
}

/** The table that `.link()` set. */
function linkedTable(policy: PgPolicy): PgTable | undefined {
  // `.link()` takes nothing else.
  return hidden(policy, "_linkedTable") as PgTable | undefined;
}

/** Whether `.existing()` was said of a role. */
export function isExisting(role: PgRole): boolean {
  return hidden(role, "_existing") === true;
}

/** Tables with the policies that are linked to them added to their own. */
export function policiesOf(
  tables: readonly ModelTable[],
  exported: ReadonlySet<PgPolicy>,
  defaultSchema: string,
  drizzle: DrizzleApi,
  report: (diagnostic: Diagnostic) => void,
): readonly ModelTable[] {
  const own = new Set(tables.flatMap(({ policies }) => policies));
  const linked = new Map<ModelTable, PgPolicy[]>();
  for (const policy of exported) {
    if (own.has(policy)) continue;
    const target = linkedTable(policy);
    if (target === undefined) {
      report(unlinked(policy, "is of no table"));
      continue;
    }
    const table = tables.find((each) => each.table === target);
    if (table === undefined) {
      const { schema = defaultSchema, name } = drizzle.pg.getTableConfig(target);
      report(unlinked(policy, `table ${pathText([schema, name])} is not exported`));
    } else linked.set(table, [...(linked.get(table) ?? []), policy]);
  }
  return tables.map((table) => {
    const more = linked.get(table);
    return more === undefined ? table : { ...table, policies: [...table.policies, ...more] };
  });
}

/** The roles that are Sluice's to make. Of the others, those are named that the model would have it make. */
export function managedRolesOf(
  roles: readonly PgRole[],
  isManaged: ((name: string) => boolean) | undefined,
  report: (diagnostic: Diagnostic) => void,
): readonly PgRole[] {
  return roles.filter((role) => {
    if (isManaged?.(role.name) === true) return true;
    report({
      code: "ROLE_NOT_MANAGED",
      severity: "info",
      object: `role ${pathText([role.name])}`,
      message: `role ${pathText([role.name])} is in the model, but roles are the whole cluster's: it is left alone`,
      hint: "Say entities: { roles: true } in the configuration to have it made, or .existing() in the model.",
    });
    return false;
  });
}
