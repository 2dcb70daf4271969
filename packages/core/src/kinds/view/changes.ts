/** What changes of a view lead to. https://www.postgresql.org/docs/current/sql-alterview.html */

import type { Operation } from "@sluice/runner";
import type { Changes, PlanContext } from "../kind.ts";
import { moved, named } from "../place.ts";
import { isReplaceable, NEVER_A_DIFFERENCE, viewClaims } from "../view-like.ts";
import { optionsChange, sameOptions, withOptions, written } from "../view-options.ts";
import type { ViewObject } from "./object.ts";

function definition(view: ViewObject, context: PlanContext): Omit<Extract<Operation, { op: "createView" }>, "op"> {
  return { ...named(view, context), ...withOptions(view.attributes.with), as: { sql: view.attributes.query } };
}

export const changes: Changes<ViewObject> = {
  create: (view, context) => [{ op: "createView", ...definition(view, context) }],
  drop: (view, context) => [{ op: "dropView", ...named(view, context) }],
  rename: (from, to, context) => moved("setViewSchema", "renameView", from, to, context),
  isRelation: true,
  attributes: {
    query: NEVER_A_DIFFERENCE,
    meaning: {
      remedy: (_, to, context) =>
        isReplaceable(to.id, context) ? [{ op: "replaceView", ...definition(to, context) }] : "replace",
    },
    with: {
      same: sameOptions,
      remedy: (from, to, context) => {
        // Replacing a view sets its options too.
        if (from.attributes.meaning !== to.attributes.meaning) return [];
        const { set, reset } = optionsChange(from.attributes.with, to.attributes.with);
        return [
          ...(Object.keys(set).length === 0
            ? []
            : [{ op: "setViewOptions" as const, ...named(to, context), with: written(set) }]),
          ...(reset.length === 0 ? [] : [{ op: "resetViewOptions" as const, ...named(to, context), options: reset }]),
        ];
      },
    },
  },
  brittle: () => "very",
  claims: viewClaims,
  structure: ({ attributes }) => JSON.stringify([attributes.meaning, attributes.with]),
  renamesFreely: true,
};
