/** Schemas that the model declares or uses. */

import { makeObject } from "../../catalog/make.ts";
import { formerPaths } from "../../model/former-names.ts";
import type { ModelReader } from "../kind.ts";
import type { SchemaObject } from "./object.ts";

export const model: ModelReader<SchemaObject> = ({ schemas, schemaExports }) =>
  schemas.map((name) =>
    makeObject({
      kind: "schema",
      path: [name],
      parent: null,
      formerPaths: formerPaths("schema", [name], schemaExports.get(name)),
      attributes: { holdsOthers: undefined },
    }),
  );
