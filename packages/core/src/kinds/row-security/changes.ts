/** What changes of row-level security lead to. */

import type { Operation } from "@sluice/runner";
import type { Changes, PlanContext } from "../kind.ts";
import { onTable } from "../place.ts";
import type { RowSecurityObject } from "./object.ts";

function enabled(object: RowSecurityObject, context: PlanContext): Operation {
  const op = object.attributes.enabled ? "enableRowLevelSecurity" : "disableRowLevelSecurity";
  return { op, ...onTable(object, context) };
}

function forced(object: RowSecurityObject, context: PlanContext): Operation {
  const op = object.attributes.forced === true ? "forceRowLevelSecurity" : "noForceRowLevelSecurity";
  return { op, ...onTable(object, context) };
}

export const changes: Changes<RowSecurityObject> = {
  create: (object, context) => [
    ...(object.attributes.enabled ? [enabled(object, context)] : []),
    ...(object.attributes.forced === true ? [forced(object, context)] : []),
  ],
  // It goes with its table, and with nothing else.
  drop: () => [],
  // Where policies look at one another's tables they go one by one: nobody sees a row in between.
  isDetachable: true,
  attributes: {
    enabled: { remedy: (_, to, context) => [enabled(to, context)] },
    forced: {
      remedy: (_, to, context) => [forced(to, context)],
      unspoken: (live) => (live === true ? "is FORCED for the table's owner" : null),
    },
  },
};
