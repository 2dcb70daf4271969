/** What changes of a schema lead to. */

import { DEFAULT_SCHEMA } from "../../catalog/printed-name.ts";
import type { Changes } from "../kind.ts";
import type { SchemaObject } from "./object.ts";

export const changes: Changes<SchemaObject> = {
  create: ({ path: [name = ""] }) => [{ op: "createSchema", name }],
  drop: ({ path: [name = ""] }) => [{ op: "dropSchema", name }],
  rename: ({ path: [from = ""] }, { path: [to = ""] }) => [{ op: "renameSchema", from, to }],
  attributes: { holdsOthers: { remedy: "keep" } },
  keptFor: ({ path: [name], attributes }) => {
    if (name === DEFAULT_SCHEMA) return "is where PostgreSQL makes what is given no schema";
    return attributes.holdsOthers === true ? "holds what Sluice does not manage" : null;
  },
};
