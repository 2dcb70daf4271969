/** Columns of the views that the model declares: only PostgreSQL knows their types. */

import { makeObject } from "../../catalog/make.ts";
import { materializedViewId, viewId } from "../ids.ts";
import type { ModelReader } from "../kind.ts";
import type { ViewColumnObject } from "./object.ts";

export const model: ModelReader<ViewColumnObject> = (source) =>
  source.views.flatMap(({ schema, name, isMaterialized, columns }) =>
    columns.map((column, place) =>
      makeObject({
        kind: "view-column",
        path: [schema, name, column],
        parent: isMaterialized ? materializedViewId(schema, name) : viewId(schema, name),
        attributes: { type: null, collation: null, place: place + 1 },
      }),
    ),
  );
