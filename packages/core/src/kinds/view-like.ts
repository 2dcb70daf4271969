/** What views and materialized views have in common. */

import type { CatalogObject, ObjectId } from "../catalog/object.ts";
import { equal } from "../catalog/equal.ts";
import type { Catalog } from "../catalog/catalog.ts";
import type { PlanContext } from "./kind.ts";
import type { Parameters } from "./storage-parameters.ts";
import type { ViewColumnObject } from "./view-column/object.ts";

export interface QueryAttributes {
  /** The query as a migration writes it: the model's own text, or what PostgreSQL prints. Never a difference by itself. */
  readonly query: string;
  /** The query as PostgreSQL prints it under an empty search path; the model's own text until it is canonicalised. */
  readonly meaning: string;
  /** Options, by PostgreSQL's names, values as text. */
  readonly with: Parameters;
}

export type ViewLikeObject = CatalogObject<"view" | "materialized-view", QueryAttributes>;

/** Whether an object is a view or a materialized view. */
export function isViewLike(object: CatalogObject): object is ViewLikeObject {
  return object.kind === "view" || object.kind === "materialized-view";
}

/** The columns of a view, in order. */
export function columnsOfView(view: ObjectId, catalog: Catalog): readonly ViewColumnObject[] {
  const columns: ViewColumnObject[] = [];
  for (const object of catalog.values()) {
    // Objects of this kind have these attributes.
    if (object.kind === "view-column" && object.parent === view) columns.push(object as ViewColumnObject);
  }
  return columns.toSorted((one, other) => one.attributes.place - other.attributes.place);
}

/**
 * Whether CREATE OR REPLACE leads from one view to the other: the columns that are there stay as they are, others may be added
 * at the end. Where PostgreSQL could not say what the columns will be, it is taken not to.
 * https://www.postgresql.org/docs/current/sql-createview.html
 */
export function isReplaceable(view: ObjectId, { from, to }: Pick<PlanContext, "from" | "to">): boolean {
  const [was, is] = [columnsOfView(view, from), columnsOfView(view, to)];
  return (
    was.length > 0 &&
    was.length <= is.length &&
    was.every((column, position) => {
      const next = is[position];
      return (
        next !== undefined &&
        column.attributes.type !== null &&
        column.path[2] === next.path[2] &&
        equal(column.attributes, next.attributes)
      );
    })
  );
}

/** A rule for what only says how something is written down, or follows from something else: the model's own value is kept. */
export const NEVER_A_DIFFERENCE = { same: () => true, remedy: () => [] } as const;

/** Names taken while it exists: its row type has its name. */
export function viewClaims({ path }: CatalogObject): readonly string[] {
  return [`relation ${path.join("\0")}`, `type ${path.join("\0")}`];
}
