/** Which relations are about to change, so that the server's answer about today's is none about tomorrow's. */

import type { Catalog } from "../catalog/catalog.ts";
import type { CatalogObject, ObjectId } from "../catalog/object.ts";
import { isViewLike, type ViewLikeObject } from "../kinds/view-like.ts";

export interface ChangedRelations {
  /** Tables and enums of the model that the database does not have, or not so, and views that differ or are asked. */
  readonly standIns: readonly CatalogObject[];
  /** Views whose answer of today may not hold. */
  readonly asked: readonly ViewLikeObject[];
}

export interface TodaysAnswers {
  /** Whether the live view is the same, as today's tables have it. */
  isSame(view: ViewLikeObject): boolean;
  /** What it uses; null where the server could not say. */
  uses(view: ViewLikeObject): readonly ObjectId[] | null;
}

/** What tells of each table how it looks to a query: its columns and its primary key. */
function shapes(catalog: Catalog): ReadonlyMap<ObjectId, string> {
  const parts = new Map<ObjectId, string[]>();
  for (const object of catalog.values()) {
    if (object.parent === null) continue;
    const part =
      object.kind === "column" && "type" in object.attributes
        ? `${object.path[2] ?? ""} ${String(object.attributes.type)}`
        : object.kind === "primary-key" && "columns" in object.attributes
          ? `key ${JSON.stringify(object.attributes.columns)}`
          : null;
    if (part === null) continue;
    const list = parts.get(object.parent);
    if (list === undefined) parts.set(object.parent, [part]);
    else list.push(part);
  }
  return new Map([...parts].map(([id, list]) => [id, JSON.stringify(list.toSorted())]));
}

/** Tables with a column of what changes: a query may compare it with a value that the enum of today has not. */
function tablesOf(model: Catalog, changed: ReadonlyMap<ObjectId, CatalogObject>): readonly CatalogObject[] {
  if (![...changed.values()].some(({ kind }) => kind === "enum")) return [];
  return [...model.values()].flatMap((object) => {
    if (object.kind !== "column" || object.parent === null) return [];
    return object.dependsOn.some((id) => changed.get(id)?.kind === "enum") ? (model.get(object.parent) ?? []) : [];
  });
}

/**
 * Finds what changes, and follows it through views that read views.
 *
 * @param live what the database has, before any rename: under another name it can't be asked yet.
 */
export function changedRelations(live: Catalog, model: Catalog, today: TodaysAnswers): ChangedRelations {
  const [was, is] = [shapes(live), shapes(model)];
  const changed = new Map<ObjectId, CatalogObject>();
  for (const object of model.values()) {
    const before = live.get(object.id);
    const isChanged =
      object.kind === "table"
        ? before === undefined || was.get(object.id) !== is.get(object.id)
        : object.kind === "enum" && JSON.stringify(before?.attributes) !== JSON.stringify(object.attributes);
    if (isChanged) changed.set(object.id, object);
  }
  for (const table of tablesOf(model, changed)) changed.set(table.id, table);
  const views = [...model.values()].filter(isViewLike);
  const asked = new Map<ObjectId, ViewLikeObject>();
  for (const view of views) {
    if (today.uses(view) === null) asked.set(view.id, view);
    if (!today.isSame(view) || !live.has(view.id)) changed.set(view.id, view);
  }
  for (let isGrowing = true; isGrowing;) {
    isGrowing = false;
    for (const view of views) {
      if (asked.has(view.id) || !(today.uses(view) ?? []).some((id) => changed.has(id))) continue;
      asked.set(view.id, view);
      changed.set(view.id, view);
      isGrowing = true;
    }
  }
  return { standIns: [...changed.values()], asked: [...asked.values()] };
}
