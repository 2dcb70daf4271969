/** What changes of a materialized view lead to. https://www.postgresql.org/docs/current/sql-altermaterializedview.html */

import type { Changes } from "../kind.ts";
import { moved, named, told } from "../place.ts";
import { SET_ACCESS_METHOD_SINCE } from "../server-versions.ts";
import { NEVER_A_DIFFERENCE, viewClaims } from "../view-like.ts";
import { optionsChange, sameOptions, withOptions, written } from "../view-options.ts";
import type { MaterializedViewObject } from "./object.ts";

/** Where nothing else is told, tables and materialized views are heaps, and stand in the database's own tablespace. */
const USUAL_METHOD = "heap";
const USUAL_TABLESPACE = "pg_default";

export const changes: Changes<MaterializedViewObject> = {
  create: (view, context) => {
    const { using, tablespace, query, withNoData } = view.attributes;
    return [
      {
        op: "createMaterializedView",
        ...named(view, context),
        ...told({
          using: using === USUAL_METHOD ? undefined : using,
          tablespace: tablespace === USUAL_TABLESPACE ? undefined : tablespace,
        }),
        ...withOptions(view.attributes.with),
        as: { sql: query },
        ...(withNoData ? { withData: false } : {}),
      },
    ];
  },
  drop: (view, context) => [{ op: "dropMaterializedView", ...named(view, context) }],
  rename: (from, to, context) => moved("setMaterializedViewSchema", "renameMaterializedView", from, to, context),
  isRelation: true,
  attributes: {
    query: NEVER_A_DIFFERENCE,
    // There is no CREATE OR REPLACE for it.
    meaning: { remedy: "replace" },
    with: {
      same: sameOptions,
      remedy: (from, to, context) => {
        const { set, reset } = optionsChange(from.attributes.with, to.attributes.with);
        return [
          ...(Object.keys(set).length === 0
            ? []
            : [{ op: "setMaterializedViewOptions" as const, ...named(to, context), with: written(set) }]),
          ...(reset.length === 0
            ? []
            : [{ op: "resetMaterializedViewOptions" as const, ...named(to, context), options: reset }]),
        ];
      },
    },
    using: {
      remedy: (_, to, context) =>
        to.attributes.using === undefined || context.server.version < SET_ACCESS_METHOD_SINCE
          ? "replace"
          : [{ op: "setMaterializedViewAccessMethod", ...named(to, context), using: to.attributes.using }],
      unspoken: (using) => (using === undefined || using === USUAL_METHOD ? null : `is stored as ${using}`),
    },
    tablespace: {
      remedy: (_, to, context) =>
        to.attributes.tablespace === undefined
          ? []
          : [{ op: "setMaterializedViewTablespace", ...named(to, context), tablespace: to.attributes.tablespace }],
      unspoken: (tablespace) =>
        tablespace === undefined || tablespace === USUAL_TABLESPACE ? null : `stands in the tablespace ${tablespace}`,
    },
    // One that comes back is as full as it was, whatever the model says of a new one.
    withNoData: { remedy: "keep" },
  },
  brittle: () => "very",
  claims: viewClaims,
  structure: ({ attributes }) => JSON.stringify([attributes.meaning, attributes.with]),
  renamesFreely: true,
};
