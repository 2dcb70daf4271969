/** Materialized views that the model declares. */

import { makeObject } from "../../catalog/make.ts";
import { schemaId } from "../ids.ts";
import type { ModelReader } from "../kind.ts";
import { parametersOf } from "../storage-parameters.ts";
import type { MaterializedViewObject } from "./object.ts";

export const model: ModelReader<MaterializedViewObject> = (source) =>
  source.views.flatMap(({ schema, name, isMaterialized, query, mentions, config }) =>
    !isMaterialized
      ? []
      : [
          makeObject({
            kind: "materialized-view",
            path: [schema, name],
            parent: null,
            dependsOn: [schemaId(schema), ...mentions],
            attributes: {
              query,
              meaning: query,
              with: parametersOf(config.with),
              using: config.using,
              tablespace: config.tablespace,
              withNoData: config.withNoData === true,
            },
          }),
        ],
  );
