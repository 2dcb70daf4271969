/** What changes of a comment lead to. A model can't declare one: live comments stay, and come back with what they are on. */

import type { Operation } from "@sluice/runner";
import type { Changes, PlanContext } from "../kind.ts";
import { inSchema } from "../place.ts";
import type { CommentObject } from "./object.ts";

function setComment(object: CommentObject, comment: string | null, context: PlanContext): readonly Operation[] {
  const { on } = object.attributes;
  const [schema = "", second = "", third] = object.path;
  if (on === "schema") return [{ op: "setComment", on, name: schema, comment }];
  const place = third === undefined ? { name: second } : { table: second, name: third };
  return [{ op: "setComment", on, ...inSchema(schema, context), ...place, comment }];
}

export const changes: Changes<CommentObject> = {
  create: (object, context) => setComment(object, object.attributes.text, context),
  drop: (object, context) => setComment(object, null, context),
  attributes: {
    on: { remedy: "keep" },
    text: { remedy: (_, to, context) => setComment(to, to.attributes.text, context) },
  },
  isDeclarable: false,
};
