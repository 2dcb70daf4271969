/** Reads schemas. */

import { makeObject } from "../../catalog/make.ts";
import { liveReader } from "../kind.ts";
import type { SchemaObject } from "./object.ts";

export const live = liveReader<{ readonly name: string }, SchemaObject>({
  query: () => "select nspname as name from scope_namespace",
  object: ({ name }) => makeObject({ kind: "schema", path: [name], parent: null, attributes: {} }),
});
