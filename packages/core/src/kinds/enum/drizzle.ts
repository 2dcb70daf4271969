/** Enums that the model declares or uses. */

import { truncateIdentifier } from "@sluice/runner";
import { makeObject } from "../../catalog/make.ts";
import { formerPaths } from "../../model/former-names.ts";
import { schemaId } from "../ids.ts";
import type { ModelReader } from "../kind.ts";
import type { EnumObject } from "./object.ts";

export const model: ModelReader<EnumObject> = ({ enums, defaultSchema }) =>
  enums.map((type) => {
    const schema = type.schema ?? defaultSchema;
    const path = [schema, truncateIdentifier(type.enumName)];
    return makeObject({
      kind: "enum",
      path,
      formerPaths: formerPaths("enum", path, type, "enum-value"),
      parent: null,
      dependsOn: [schemaId(schema)],
      attributes: { values: [...type.enumValues] },
    });
  });
