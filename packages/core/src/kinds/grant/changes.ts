/** What changes of privileges lead to. A model can't say them: they stay, and come back with what they are on. */

import type { Operation } from "@sluice/runner";
import { placeOf } from "../access.ts";
import { followedRoles } from "../follow.ts";
import type { Changes, PlanContext } from "../kind.ts";
import { told } from "../place.ts";
import type { GrantObject, Privileges } from "./object.ts";

/** What the operations on a column and on a whole object share. */
function place(object: GrantObject, context: PlanContext) {
  const { on } = object.attributes;
  const column = object.path[2];
  const what: "schema" | "table" | "sequence" | "type" = on === "view" || on === "materialized view" ? "table" : on;
  return { on: what, ...placeOf(on, object, context), ...(column === undefined ? {} : { columns: [column] }) };
}

function grants(object: GrantObject, list: readonly Privileges[], context: PlanContext): readonly Operation[] {
  return list.map(({ roles, privileges, isOption }) => ({
    op: "grant",
    ...place(object, context),
    privileges,
    to: roles,
    ...told({ withGrantOption: isOption }),
  }));
}

function revokes(object: GrantObject, list: readonly Privileges[], context: PlanContext): readonly Operation[] {
  return list.map(({ roles, privileges, isOption }) => ({
    op: "revoke",
    ...place(object, context),
    privileges,
    from: roles,
    ...told({ grantOptionOnly: isOption }),
  }));
}

export const changes: Changes<GrantObject> = {
  create: (object, context) => [
    ...revokes(object, object.attributes.revoked, context),
    ...grants(object, object.attributes.granted, context),
  ],
  drop: (object, context) => [
    ...revokes(
      object,
      object.attributes.granted.map((each) => ({ ...each, isOption: false })),
      context,
    ),
    ...grants(object, object.attributes.revoked, context),
  ],
  attributes: { on: { remedy: "keep" }, granted: { remedy: "replace" }, revoked: { remedy: "replace" } },
  follow: ({ attributes }, rename) => {
    const followed = (list: readonly Privileges[]): readonly Privileges[] =>
      list.map((each) => ({ ...each, roles: followedRoles(each.roles, rename) }));
    return { ...attributes, granted: followed(attributes.granted), revoked: followed(attributes.revoked) };
  },
  isDeclarable: false,
};
