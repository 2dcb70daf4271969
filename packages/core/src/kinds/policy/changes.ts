/** What changes of a policy lead to. https://www.postgresql.org/docs/current/sql-alterpolicy.html */

import { sluiceError, type Operation, type SqlText } from "@sluice/runner";
import { equal } from "../../catalog/equal.ts";
import { followedRoles } from "../follow.ts";
import { roleId } from "../ids.ts";
import type { Changes, PlanContext, Rule } from "../kind.ts";
import { onColumn, onTable, told } from "../place.ts";
import type { PolicyAttributes, PolicyObject } from "./object.ts";

/** Roles with the words replaced by whom they stand for: PostgreSQL stores nothing else. */
function resolved({ attributes }: PolicyObject, words: PolicyAttributes["words"]): readonly string[] {
  const names = attributes.to.map((role) => words?.[role] ?? role);
  // With PUBLIC among them, the others say nothing.
  return names.includes("public") ? ["public"] : [...new Set(names)].toSorted();
}

function sameRoles(from: PolicyObject, to: PolicyObject): boolean {
  const words = from.attributes.words ?? to.attributes.words;
  return equal(resolved(from, words), resolved(to, words));
}

/**
 * @throws ROLE_NOT_FOUND where a role is not there, and nothing in the plan makes it.
 */
function existing(policy: PolicyObject, { server, to }: PlanContext): readonly string[] {
  const { to: roles, words } = policy.attributes;
  for (const role of roles) {
    const isWord = role === "public" || role in (words ?? { current_user: "", current_role: "", session_user: "" });
    if (isWord || server.roles === undefined || server.roles.has(role) || to.has(roleId(role))) continue;
    throw sluiceError("ROLE_NOT_FOUND", `${policy.id} is for the role ${role}, which does not exist`, {
      hint: "Create the role, or export it from the models and let the configuration's entities.roles have it managed.",
      details: { object: policy.id, role },
    });
  }
  return roles;
}

/** The `to` of an operation; for everybody, it says nothing. */
function toClause(policy: PolicyObject, context: PlanContext): { readonly to?: readonly string[] } {
  const roles = existing(policy, context);
  return equal(roles, ["public"]) ? {} : { to: roles };
}

function expressions({ using, withCheck }: Pick<PolicyAttributes, "using" | "withCheck">): {
  readonly using?: SqlText;
  readonly withCheck?: SqlText;
} {
  return told({ using, withCheck });
}

/** One ALTER POLICY of all that differs: the planner keeps one of several equal operations. */
function altered(from: PolicyObject, to: PolicyObject, context: PlanContext): readonly Operation[] | "replace" {
  const [was, is] = [from.attributes, to.attributes];
  const isTakenAway = (was.using !== null && is.using === null) || (was.withCheck !== null && is.withCheck === null);
  if (isTakenAway || was.as !== is.as || was.for !== is.for) return "replace";
  return [
    {
      op: "alterPolicy",
      ...onColumn(to, context),
      ...(sameRoles(from, to) ? {} : { to: existing(to, context) }),
      ...expressions({
        using: equal(was.using, is.using) ? null : is.using,
        withCheck: equal(was.withCheck, is.withCheck) ? null : is.withCheck,
      }),
    },
  ];
}

const alterable: Rule<PolicyObject, PolicyAttributes[keyof PolicyAttributes]> = { remedy: altered };

export const changes: Changes<PolicyObject> = {
  create: (policy, context) => {
    const { as, for: command } = policy.attributes;
    return [
      {
        op: "createPolicy",
        ...onColumn(policy, context),
        ...told({ as: as === "permissive" ? undefined : as, for: command === "all" ? undefined : command }),
        ...toClause(policy, context),
        ...expressions(policy.attributes),
      },
    ];
  },
  drop: (policy, context) => [{ op: "dropPolicy", ...onColumn(policy, context) }],
  rename: (from, to, context) => [
    { op: "renamePolicy", ...onTable(to, context), from: from.path[2] ?? "", to: to.path[2] ?? "" },
  ],
  attributes: {
    as: { remedy: "replace" },
    for: { remedy: "replace" },
    to: { ...alterable, same: (_from, _to, fromPolicy, toPolicy) => sameRoles(fromPolicy, toPolicy) },
    using: alterable,
    withCheck: alterable,
    words: { remedy: "keep" },
  },
  brittle: () => "very",
  readsTables: true,
  follow: ({ attributes }, rename) => ({ ...attributes, to: followedRoles(attributes.to, rename) }),
  isDetachable: true,
  claims: ({ path }) => [`policy ${path.join("\0")}`],
  structure: ({ parent, attributes: { as, for: command, to, using, withCheck } }) =>
    JSON.stringify([parent, as, command, to, using, withCheck]),
};
