/** What PostgreSQL can do to a table while it is in use. */

import type { CatalogObject } from "../catalog/object.ts";
import type { PlanContext } from "./kind.ts";

/**
 * Whether the object's table is partitioned. PostgreSQL builds and drops no index of one concurrently, and takes none over
 * as a constraint. https://www.postgresql.org/docs/current/ddl-partitioning.html
 */
export function isPartitioned(object: CatalogObject, { from }: Pick<PlanContext, "from">): boolean {
  const table = object.parent === null ? undefined : from.get(object.parent);
  return table !== undefined && "partitionBy" in table.attributes && typeof table.attributes.partitionBy === "string";
}
