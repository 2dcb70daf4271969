/** Tables that the model declares. */

import { makeObject } from "../../catalog/make.ts";
import { formerPaths } from "../../model/former-names.ts";
import { schemaId } from "../ids.ts";
import type { ModelReader } from "../kind.ts";
import type { TableObject } from "./object.ts";

export const model: ModelReader<TableObject> = ({ tables }) =>
  tables.map(({ schema, name, table }) =>
    makeObject({
      kind: "table",
      path: [schema, name],
      parent: null,
      dependsOn: [schemaId(schema)],
      formerPaths: formerPaths("table", [schema, name], table),
      attributes: { unlogged: undefined, partitionBy: undefined, settings: undefined },
    }),
  );
