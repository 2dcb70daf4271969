/**
 * What must happen to each object: besides what differs, everything that depends on something replaced is replaced too, and
 * what would not survive a change of what it depends on is dropped and put back.
 */

import type { Operation } from "@sluice/runner";
import type { Catalog } from "../catalog/catalog.ts";
import type { CatalogObject, ObjectId } from "../catalog/object.ts";
import { diffCatalogs } from "../diff/diff.ts";
import { kindOf } from "../kinds/index.ts";
import type { PlanContext, Remedy } from "../kinds/kind.ts";

/** The turns of an alteration, in order: what a remedy has around, and in the midst of, all that happens to an object. */
export const TURNS = ["ahead", "before", "alter", "after", "behind"] as const;
export type Turn = (typeof TURNS)[number];

export interface Alteration {
  readonly from: CatalogObject;
  readonly to: CatalogObject;
  readonly turns: { readonly [T in Turn]: readonly Operation[] };
}

export interface ScopeOfChange {
  readonly created: ReadonlyMap<ObjectId, CatalogObject>;
  readonly dropped: ReadonlyMap<ObjectId, CatalogObject>;
  readonly altered: ReadonlyMap<ObjectId, Alteration>;
  /** Replaced for what they are themselves, and not for what they need: the next can be made beside the last. */
  readonly swapped: ReadonlySet<ObjectId>;
  /** Dropped and put back because what they need is changed under them. */
  readonly putBack: ReadonlySet<ObjectId>;
  /** Altered so that what depends on them may not survive it. */
  readonly unsettled: ReadonlySet<ObjectId>;
}

/** Who depends on each object, as parent or otherwise. */
function dependentsOf(catalog: Catalog): ReadonlyMap<ObjectId, readonly CatalogObject[]> {
  const dependents = new Map<ObjectId, CatalogObject[]>();
  for (const object of catalog.values()) {
    for (const id of new Set([...object.dependsOn, ...(object.parent === null ? [] : [object.parent])])) {
      const list = dependents.get(id);
      if (list === undefined) dependents.set(id, [object]);
      else list.push(object);
    }
  }
  return dependents;
}

function distinct(operations: readonly Operation[]): readonly Operation[] {
  const seen = new Set<string>();
  return operations.filter((operation) => {
    const text = JSON.stringify(operation);
    return seen.has(text) ? false : seen.add(text);
  });
}

const NO_TURNS: Alteration["turns"] = { ahead: [], before: [], alter: [], after: [], behind: [] };

function isList(remedy: Exclude<Remedy, "replace">): remedy is readonly Operation[] {
  return Array.isArray(remedy);
}

interface Remedied {
  readonly alteration: Alteration;
  readonly unsettles: boolean | "slightly";
  readonly isRemade: boolean;
}

/** What altering an object takes; null: it is replaced. */
function remedied(
  from: CatalogObject,
  to: CatalogObject,
  attributes: readonly string[],
  context: PlanContext,
): Remedied | null {
  const rules = new Map(Object.entries(kindOf(to).changes.attributes));
  const turns: { readonly [T in Turn]: Operation[] } = { ahead: [], before: [], alter: [], after: [], behind: [] };
  let unsettles: Remedied["unsettles"] = false;
  for (const name of attributes) {
    const rule = rules.get(name);
    if (rule === undefined || rule.remedy === "keep") continue;
    // Each rule is written for the objects of its own kind.
    const remedy = rule.remedy === "replace" ? "replace" : rule.remedy(from as never, to as never, context);
    if (remedy === "replace") return null;
    const around: Partial<Alteration["turns"]> = isList(remedy) ? { alter: remedy } : remedy;
    for (const turn of TURNS) turns[turn].push(...(around[turn] ?? []));
    const unrest = rule.unsettles?.(from as never, to as never, context) ?? false;
    if (unrest === true || unsettles === false) unsettles = unrest;
  }
  return {
    alteration: {
      from,
      to,
      turns: {
        ahead: distinct(turns.ahead),
        before: distinct(turns.before),
        alter: distinct(turns.alter),
        after: distinct(turns.after),
        behind: distinct(turns.behind),
      },
    },
    unsettles,
    isRemade: unsettles === true && turns.before.length > 0 && turns.after.length > 0,
  };
}

/** Works out what happens to every object between the two catalogs of a context. */
export function scopeOfChange(context: PlanContext): ScopeOfChange {
  const { from, to } = context;
  const created = new Map<ObjectId, CatalogObject>();
  const dropped = new Map<ObjectId, CatalogObject>();
  const altered = new Map<ObjectId, Alteration>();
  const swapped = new Set<ObjectId>();
  const putBack = new Set<ObjectId>();
  const everUnsettled = new Set<ObjectId>();
  const changes = diffCatalogs(from, to);
  // Most checks end here, and catalogs are large.
  if (changes.length === 0) return { created, dropped, altered, swapped, putBack, unsettled: everUnsettled };
  const dependents = dependentsOf(from);
  const replaced: CatalogObject[] = [];
  const unsettled: { readonly id: ObjectId; readonly isRemade: boolean; readonly isSlight: boolean }[] = [];

  const replace = (id: ObjectId): void => {
    const [was, is] = [from.get(id), to.get(id)];
    if (was === undefined || dropped.has(id)) return;
    dropped.set(id, was);
    altered.delete(id);
    if (is !== undefined) created.set(id, is);
    replaced.push(was);
  };
  const alter = (was: CatalogObject, is: CatalogObject, attributes: readonly string[]): void => {
    const result = remedied(was, is, attributes, context);
    if (result === null) {
      if (!dropped.has(was.id)) swapped.add(was.id);
      return replace(was.id);
    }
    const { alteration, unsettles, isRemade } = result;
    if (TURNS.some((turn) => alteration.turns[turn].length > 0)) altered.set(is.id, alteration);
    if (unsettles !== false) unsettled.push({ id: is.id, isRemade, isSlight: unsettles === "slightly" });
  };

  /** What it needs goes or is changed under it: it can't be made before that. */
  const hold = (dependent: CatalogObject, cause: ObjectId): boolean => {
    const is = to.get(dependent.id);
    const isHeld = is?.parent === cause || is?.dependsOn.includes(cause) === true;
    if (isHeld) swapped.delete(dependent.id);
    return isHeld;
  };

  /** Altered so that it no longer needs what goes: it is altered first, and stays. */
  const isFreed = (dependent: CatalogObject, gone: ObjectId): boolean => {
    const is = to.get(dependent.id);
    return is !== undefined && altered.has(is.id) && is.parent !== gone && !is.dependsOn.includes(gone);
  };

  for (const change of changes) {
    if (change.type === "create") created.set(change.object.id, change.object);
    else if (change.type === "drop") {
      dropped.set(change.object.id, change.object);
      replaced.push(change.object);
    }
  }
  for (const change of changes) {
    if (change.type === "alter") alter(change.from, change.to, change.attributes);
  }
  for (;;) {
    const gone = replaced.pop();
    if (gone !== undefined) {
      for (const dependent of dependents.get(gone.id) ?? []) {
        hold(dependent, gone.id);
        if (!isFreed(dependent, gone.id)) replace(dependent.id);
      }
      continue;
    }
    const moved = unsettled.pop();
    if (moved === undefined) break;
    if (!moved.isSlight) everUnsettled.add(moved.id);
    for (const dependent of dependents.get(moved.id) ?? []) {
      const is = to.get(dependent.id);
      const kind = kindOf(dependent).changes;
      const brittle = kind.brittle?.(dependent as never) ?? false;
      const breaks = brittle === "very" || (brittle && !moved.isSlight);
      if (breaks && hold(dependent, moved.id)) putBack.add(dependent.id);
      if (is === undefined || dropped.has(dependent.id)) continue;
      if (moved.isRemade && dependent.parent === moved.id) {
        // What is said of it went with what it was.
        altered.delete(dependent.id);
        created.set(dependent.id, is);
        continue;
      }
      if (breaks) {
        replace(dependent.id);
      } else if (moved.isRemade && kind.resettle !== undefined) {
        const known = altered.get(dependent.id);
        const isMovedAnyway = known?.turns.alter.some(
          (operation) => operation.op === kind.resettle?.(dependent as never, is as never, context)[0]?.op,
        );
        if (isMovedAnyway !== true) {
          const turns = known?.turns ?? NO_TURNS;
          const resettled = kind.resettle(dependent as never, is as never, context);
          altered.set(is.id, { from: dependent, to: is, turns: { ...turns, alter: [...resettled, ...turns.alter] } });
        }
        unsettled.push({ id: dependent.id, isRemade: false, isSlight: false });
      }
    }
  }
  return { created, dropped, altered, swapped, putBack, unsettled: everUnsettled };
}
