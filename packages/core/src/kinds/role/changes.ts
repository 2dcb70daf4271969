/** What changes of a role lead to. Its password, settings and memberships are nobody's to read: they stay as they are. */

import type { Operation, RoleOptions } from "@sluice/runner";
import type { Changes, Rule } from "../kind.ts";
import { told } from "../place.ts";
import type { RoleAttributes, RoleObject } from "./object.ts";

function flagOf(from: boolean | undefined, to: boolean | undefined): boolean | undefined {
  return from === to ? undefined : to;
}

/** What differs, as one ALTER ROLE: the planner keeps one of several equal operations. */
function altered(
  { attributes: from }: RoleObject,
  { path: [name = ""], attributes: to }: RoleObject,
): readonly Operation[] {
  const options: RoleOptions = Object.fromEntries(
    Object.entries({
      superuser: flagOf(from.superuser, to.superuser),
      createDb: flagOf(from.createDb, to.createDb),
      createRole: flagOf(from.createRole, to.createRole),
      inherit: flagOf(from.inherit, to.inherit),
      login: flagOf(from.login, to.login),
      replication: flagOf(from.replication, to.replication),
      bypassRls: flagOf(from.bypassRls, to.bypassRls),
      connectionLimit: from.connectionLimit === to.connectionLimit ? undefined : to.connectionLimit,
      validUntil: from.validUntil === to.validUntil ? undefined : (to.validUntil ?? "infinity"),
    }).filter(([, value]) => value !== undefined),
  );
  return [{ op: "alterRole", name, ...options }];
}

const alterable: Rule<RoleObject, RoleAttributes[keyof RoleAttributes]> = { remedy: altered };

function spoken(words: string): Rule<RoleObject, boolean | undefined> {
  return { remedy: altered, unspoken: (live) => (live === true ? words : null) };
}

export const changes: Changes<RoleObject> = {
  create: ({ path: [name = ""], attributes }) => {
    const { inherit, connectionLimit, validUntil, ...flags } = attributes;
    return [
      {
        op: "createRole",
        name,
        ...told({ ...flags, validUntil }),
        ...(inherit ? {} : { inherit }),
        ...(connectionLimit === undefined || connectionLimit === -1 ? {} : { connectionLimit }),
      },
    ];
  },
  drop: ({ path: [name = ""] }) => [{ op: "dropRole", name }],
  rename: ({ path: [from = ""] }, { path: [to = ""] }) => [{ op: "renameRole", from, to }],
  isOfCluster: true,
  attributes: {
    createDb: alterable,
    createRole: alterable,
    inherit: alterable,
    login: spoken("has LOGIN"),
    superuser: spoken("is SUPERUSER"),
    replication: spoken("has REPLICATION"),
    bypassRls: spoken("has BYPASSRLS"),
    connectionLimit: {
      remedy: altered,
      unspoken: (live) => (live === undefined || live === -1 ? null : `has CONNECTION LIMIT ${live}`),
    },
    validUntil: {
      remedy: altered,
      unspoken: (live) => (live === undefined || live === null ? null : `is VALID UNTIL ${live}`),
    },
  },
};
