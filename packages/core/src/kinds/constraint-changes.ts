/** What the changes of all constraints share. */

import type { CatalogObject, ObjectId } from "../catalog/object.ts";
import type { Operation } from "@sluice/runner";
import type { PlanContext } from "./kind.ts";
import { onColumn, onTable } from "./place.ts";

export function dropConstraint(object: CatalogObject, context: PlanContext): readonly Operation[] {
  return [{ op: "dropConstraint", ...onColumn(object, context) }];
}

export function renameConstraint(from: CatalogObject, to: CatalogObject, context: PlanContext): readonly Operation[] {
  return [{ op: "renameConstraint", ...onTable(to, context), from: from.path[2] ?? "", to: to.path[2] ?? "" }];
}

/** PostgreSQL drops a constraint or index along with a column of its own table that it uses. */
export function ownColumns(object: CatalogObject): readonly ObjectId[] {
  const own = object.parent?.replace(/^table /, "column ");
  return own === undefined ? [] : object.dependsOn.filter((id) => id.startsWith(`${own}.`));
}

/** A primary key's or unique constraint's index has the constraint's name, in the table's schema. */
export function indexClaim(object: CatalogObject): readonly string[] {
  const [schema = "", , name = ""] = object.path;
  return [...constraintClaim(object), `relation ${schema}\0${name}`];
}

export function constraintClaim(object: CatalogObject): readonly string[] {
  return [`constraint ${object.path.join("\0")}`];
}

/** Words for what a model can't say of a constraint's checking. */
export const unspokenDeferrable = {
  remedy: "replace" as const,
  unspoken: (deferrable: boolean | undefined): string | null => (deferrable === true ? "is DEFERRABLE" : null),
};

export const unspokenDeferred = {
  remedy: "replace" as const,
  unspoken: (deferred: boolean | undefined): string | null => (deferred === true ? "is INITIALLY DEFERRED" : null),
};

export const unspokenInclude = {
  remedy: "replace" as const,
  unspoken: (include: readonly string[] | undefined): string | null =>
    include === undefined || include.length === 0 ? null : `has INCLUDE (${include.join(", ")})`,
};
