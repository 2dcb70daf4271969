/** What changes of a schema lead to. */

import type { Changes } from "../kind.ts";
import type { SchemaObject } from "./object.ts";

export const changes: Changes<SchemaObject> = {
  create: ({ path: [name = ""] }) => [{ op: "createSchema", name }],
  drop: ({ path: [name = ""] }) => [{ op: "dropSchema", name }],
  rename: ({ path: [from = ""] }, { path: [to = ""] }) => [{ op: "renameSchema", from, to }],
  attributes: { holdsOthers: { remedy: "keep" } },
  keptFor: ({ attributes }) => (attributes.holdsOthers === true ? "holds what Sluice does not manage" : null),
};
