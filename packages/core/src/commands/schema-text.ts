/** The schema of a comparison as SQL, for people: both sides are written alike, so that their difference is the change. */

import { catalogText } from "../proof/difference.ts";
import type { Comparison } from "./comparison.ts";

export interface SchemaTexts {
  readonly from: string;
  readonly to: string;
}

/** The schema of a comparison before and after. */
export function schemaTexts({ live, target, context }: Pick<Comparison, "live" | "target" | "context">): SchemaTexts {
  return { from: catalogText(live.catalog, context), to: catalogText(target, context) };
}
