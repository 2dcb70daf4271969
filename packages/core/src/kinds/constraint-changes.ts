/** What the changes of all constraints share. */

import type { Catalog } from "../catalog/catalog.ts";
import type { CatalogObject, ObjectId } from "../catalog/object.ts";
import type { Operation } from "@sluice/runner";
import { columnIds } from "./ids.ts";
import type { Gradual, PlanContext } from "./kind.ts";
import { onColumn, onTable, told } from "./place.ts";
import { indexSettings, keptSettings, settingsStill, type Settings } from "./settings.ts";

interface KeyAttributes {
  readonly columns: readonly string[];
  readonly include?: readonly string[] | undefined;
  readonly nullsNotDistinct?: boolean;
  readonly settings?: Settings;
}

export function dropConstraint(object: CatalogObject, context: PlanContext): readonly Operation[] {
  return [{ op: "dropConstraint", ...onColumn(object, context) }];
}

export function renameConstraint(from: CatalogObject, to: CatalogObject, context: PlanContext): readonly Operation[] {
  return [{ op: "renameConstraint", ...onTable(to, context), from: from.path[2] ?? "", to: to.path[2] ?? "" }];
}

/** What comes after a constraint was added NOT VALID under a name: it is checked apart, and takes its own name in the end. */
export function validatedLater(
  object: CatalogObject,
  name: string,
  validated: boolean,
  context: PlanContext,
): Omit<Gradual, "build"> {
  const own = object.path[2] ?? "";
  return {
    validate: validated ? [{ op: "validateConstraint", ...onTable(object, context), name }] : [],
    attach: name === own ? [] : [{ op: "renameConstraint", ...onTable(object, context), from: name, to: own }],
  };
}

/** The unique index that a constraint takes over once it is built. */
export function indexToTakeOver(
  object: CatalogObject,
  name: string,
  { columns, include, nullsNotDistinct, settings }: KeyAttributes,
  context: PlanContext,
): readonly Operation[] {
  return [
    {
      op: "createIndex",
      name,
      ...onTable(object, context),
      columns,
      unique: true,
      ...told({ nullsNotDistinct, include }),
      concurrently: true,
    },
    ...settingsOfKey(object, name, settings, context),
  ];
}

/** Those of a key's index: whatever makes it anew makes them too. */
export const keySettings = {
  ...keptSettings,
  left: (settings: Settings, { id, path: [schema = "", table = ""] }: CatalogObject, model: Catalog): Settings => {
    // An id holds the kind: it is a key too.
    const next = model.get(id) as CatalogObject<string, KeyAttributes> | undefined;
    if (next === undefined) return settings;
    return settingsStill(settings, { isUnique: true, columns: next.attributes.columns }, [schema, table], model);
  },
};

/** What ALTER says of the index under a name. */
export function settingsOfKey(
  { path: [schema = "", table = ""] }: CatalogObject,
  name: string,
  settings: Settings,
  context: PlanContext,
): readonly Operation[] {
  return indexSettings(schema, table, name, settings, context);
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

export const unspokenNotEnforced = {
  remedy: "replace" as const,
  unspoken: (notEnforced: boolean | undefined): string | null => (notEnforced === true ? "is NOT ENFORCED" : null),
};

/** A key whose last column holds ranges, which may not overlap. https://www.postgresql.org/docs/18/sql-createtable.html */
export const unspokenWithoutOverlaps = {
  remedy: "replace" as const,
  unspoken: (withoutOverlaps: boolean | undefined): string | null =>
    withoutOverlaps === true ? "is WITHOUT OVERLAPS" : null,
};

/** What a key includes beside its columns, those apart that go. */
export function includedStill(
  include: readonly string[] | undefined,
  schema: string,
  table: string,
  model: Catalog,
): readonly string[] | undefined {
  const still = include?.filter((name) => columnIds(schema, table, [name]).every((id) => model.has(id)));
  return still?.length === include?.length ? undefined : still;
}

export const unspokenInclude = {
  remedy: "replace" as const,
  left: (
    include: readonly string[] | undefined,
    { path: [schema = "", table = ""] }: CatalogObject,
    model: Catalog,
  ): readonly string[] | undefined => includedStill(include, schema, table, model),
  unspoken: (include: readonly string[] | undefined): string | null =>
    include === undefined || include.length === 0 ? null : `has INCLUDE (${include.join(", ")})`,
};
