/** A column of a view is made and dropped by the view's own statements. */

import type { Changes } from "../kind.ts";
import { NEVER_A_DIFFERENCE } from "../view-like.ts";
import type { ViewColumnObject } from "./object.ts";

export const changes: Changes<ViewColumnObject> = {
  create: () => [],
  drop: () => [],
  attributes: {
    type: NEVER_A_DIFFERENCE,
    collation: NEVER_A_DIFFERENCE,
    place: NEVER_A_DIFFERENCE,
  },
};
