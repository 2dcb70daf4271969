/** Ids of the enums and sequences that an expression uses. */

import type { ObjectId } from "../catalog/object.ts";
import { enumId, sequenceId } from "./ids.ts";
import type { UsedObject } from "./live-sql.ts";

export function usedIds(uses: readonly UsedObject[] | null): readonly ObjectId[] {
  return [...new Set((uses ?? []).map(([kind, ...path]) => (kind === "enum" ? enumId(...path) : sequenceId(...path))))];
}
