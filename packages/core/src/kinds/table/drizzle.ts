/** Tables that the model declares. */

import { makeObject } from "../../catalog/make.ts";
import { schemaId } from "../ids.ts";
import type { ModelReader } from "../kind.ts";
import type { TableObject } from "./object.ts";

export const model: ModelReader<TableObject> = ({ tables }) =>
  tables.map(({ schema, name }) =>
    makeObject({
      kind: "table",
      path: [schema, name],
      parent: null,
      dependsOn: [schemaId(schema)],
      attributes: { unlogged: undefined, partitionBy: undefined, rowSecurity: undefined },
    }),
  );
