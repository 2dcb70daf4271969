/** A column of a view is made and dropped by the view's own statements. */

import type { Changes } from "../kind.ts";
import type { ViewColumnObject } from "./object.ts";

export const changes: Changes<ViewColumnObject> = {
  create: () => [],
  drop: () => [],
  attributes: {
    type: { remedy: "keep" },
    collation: { remedy: "keep" },
    position: { remedy: "keep" },
  },
};
