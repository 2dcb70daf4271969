/** What changes of an owner lead to. A model can't say one: owners stay, and come back with what they own. */

import type { Operation } from "@sluice/runner";
import { placeOf } from "../access.ts";
import { followedRoles } from "../follow.ts";
import type { Changes, PlanContext } from "../kind.ts";
import type { OwnerObject } from "./object.ts";

function setOwner(object: OwnerObject, owner: string, context: PlanContext): readonly Operation[] {
  const { on } = object.attributes;
  return [{ op: "setOwner", on, ...placeOf(on, object, context), owner }];
}

export const changes: Changes<OwnerObject> = {
  create: (object, context) => setOwner(object, object.attributes.owner, context),
  drop: (object, context) => setOwner(object, "current_user", context),
  attributes: {
    on: { remedy: "keep" },
    owner: { remedy: (_, to, context) => setOwner(to, to.attributes.owner, context) },
  },
  follow: ({ attributes }, rename) => {
    const [owner = attributes.owner] = followedRoles([attributes.owner], rename);
    return { ...attributes, owner };
  },
  isDeclarable: false,
};
