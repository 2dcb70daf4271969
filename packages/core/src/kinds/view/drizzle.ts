/** Views that the model declares. */

import { makeObject } from "../../catalog/make.ts";
import { formerPaths } from "../../model/former-names.ts";
import { schemaId } from "../ids.ts";
import type { ModelReader } from "../kind.ts";
import { parametersOf } from "../storage-parameters.ts";
import type { ViewObject } from "./object.ts";

export const model: ModelReader<ViewObject> = (source) =>
  source.views.flatMap(({ schema, name, isMaterialized, query, mentions, config, declared }) =>
    isMaterialized
      ? []
      : [
          makeObject({
            kind: "view",
            path: [schema, name],
            formerPaths: formerPaths("view", [schema, name], declared),
            parent: null,
            dependsOn: [schemaId(schema), ...mentions],
            attributes: { query, meaning: query, with: parametersOf(config.with) },
          }),
        ],
  );
