/**
 * Renames: candidates out, decisions in. Nothing is asked here. Constraints and indexes of one structure are renamed without
 * asking, since nothing can be lost; of tables, columns and types only a person knows.
 */

import type { Catalog } from "../catalog/catalog.ts";
import { objectId, pathText, type CatalogObject, type ObjectId } from "../catalog/object.ts";
import { kindOf } from "../kinds/index.ts";
import { partCandidates, withPartRenamed } from "./parts.ts";
import { rewritten } from "./rewrite.ts";

/** Two objects that may be one: dropped under the first path, created under the second. */
export interface RenameCandidate {
  readonly kind: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** From 0 to 1: how much of the two is alike. */
  readonly score: number;
}

export interface Rename {
  readonly kind: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
}

const ALIKE = 0.5;

/** What of an object and its children tells it from others: facts that are set, its name apart. */
function signature(
  object: CatalogObject,
  children: ReadonlyMap<ObjectId, readonly CatalogObject[]>,
): ReadonlySet<string> {
  const rules = new Map(Object.entries(kindOf(object).changes.attributes));
  const own = Object.entries(object.attributes).flatMap(([name, value]: [string, unknown]) => {
    const isSet = value !== undefined && value !== null && value !== false;
    if (!isSet || rules.get(name)?.remedy === "keep") return [];
    return (Array.isArray(value) ? value : [value]).map((each) => `${name}=${JSON.stringify(each)}`);
  });
  // What has no name of its own (a comment) tells nothing.
  const named = (children.get(object.id) ?? []).filter(({ path }) => path.length > object.path.length);
  const below = named.map((child) => `${child.kind} ${nameWithin(child, object)}`);
  return new Set([...own, ...below]);
}

/** A child's name without its parent's, which keys and indexes mostly begin with. */
function nameWithin({ path }: CatalogObject, parent: CatalogObject): string {
  const [name = "", start] = [path.at(-1), `${parent.path.at(-1) ?? ""}_`];
  return name.startsWith(start) ? name.slice(start.length - 1) : name;
}

/** Whether a dropped object may be a created one. */
function isCandidate(dropped: CatalogObject, created: CatalogObject, likeness: number): boolean {
  // Each kind's function is written for its own objects.
  return likeness >= ALIKE || (kindOf(created).changes.mayBeRenamed?.(dropped as never, created as never) ?? false);
}

function score(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const shared = [...one].filter((fact) => other.has(fact)).length;
  const all = one.size + other.size - shared;
  return all === 0 ? 0 : shared / all;
}

function childrenOf(catalog: Catalog): ReadonlyMap<ObjectId, readonly CatalogObject[]> {
  const children = new Map<ObjectId, CatalogObject[]>();
  for (const object of catalog.values()) {
    if (object.parent === null) continue;
    const siblings = children.get(object.parent);
    if (siblings === undefined) children.set(object.parent, [object]);
    else siblings.push(object);
  }
  return children;
}

const NO_CHILDREN: ReadonlyMap<ObjectId, readonly CatalogObject[]> = new Map();

/** Objects of one catalog that the other lacks, those apart whose parent it lacks too. */
function missingFrom(other: Catalog, catalog: Catalog): readonly CatalogObject[] {
  const missing: CatalogObject[] = [];
  for (const object of catalog.values()) {
    if (other.has(object.id) || (object.parent !== null && !other.has(object.parent))) continue;
    if (kindOf(object).changes.rename !== undefined) missing.push(object);
  }
  return missing;
}

/** Whether an object is renamed without asking: it hangs on a table or has no rows, and what it is says it all. */
function isSafe(object: CatalogObject): boolean {
  const { structure, renamesFreely } = kindOf(object).changes;
  return structure !== undefined && (object.parent !== null || renamesFreely === true);
}

/** Constraints and indexes that have another name and are otherwise the same. */
export function safeRenames(from: Catalog, to: Catalog): readonly Rename[] {
  if (from === to) return [];
  const dropped = new Map<string, CatalogObject[]>();
  const keyOf = (object: CatalogObject): string =>
    `${object.kind} ${kindOf(object).changes.structure?.(object as never) ?? ""}`;
  for (const object of missingFrom(to, from)) {
    if (isSafe(object)) dropped.set(keyOf(object), [...(dropped.get(keyOf(object)) ?? []), object]);
  }
  if (dropped.size === 0) return [];
  return missingFrom(from, to).flatMap((object) => {
    const match = isSafe(object) ? dropped.get(keyOf(object))?.shift() : undefined;
    return match === undefined ? [] : [{ kind: object.kind, from: match.path, to: object.path }];
  });
}

/** Of those, what others may read under its name (a view): decided before anything that reads it is compared. */
export function freeRenames(from: Catalog, to: Catalog): readonly Rename[] {
  return safeRenames(from, to).filter(({ kind, from: path }) => {
    const object = from.get(objectId(kind, path));
    return object !== undefined && kindOf(object).changes.renamesFreely === true;
  });
}

/** What may be a rename and only a person can tell, the likeliest first. */
export function renameCandidates(from: Catalog, to: Catalog): readonly RenameCandidate[] {
  if (from === to) return [];
  const dropped = missingFrom(to, from).filter((object) => object.parent === null || !isSafe(object));
  const created =
    dropped.length === 0 ? [] : missingFrom(from, to).filter((object) => object.parent === null || !isSafe(object));
  const [fromChildren, toChildren] =
    created.length === 0 ? [NO_CHILDREN, NO_CHILDREN] : [childrenOf(from), childrenOf(to)];
  const candidates = created.flatMap((object) =>
    dropped
      .filter((other) => other.kind === object.kind && (other.path.length < 3 || other.parent === object.parent))
      .flatMap((other) => {
        const likeness = score(signature(other, fromChildren), signature(object, toChildren));
        const candidate = { kind: object.kind, from: other.path, to: object.path };
        return isCandidate(other, object, likeness) ? [{ ...candidate, score: Math.round(likeness * 100) / 100 }] : [];
      }),
  );
  return [...candidates, ...partCandidates(from, to)].toSorted(
    (one, other) => other.score - one.score || (pathText(one.to) < pathText(other.to) ? -1 : 1),
  );
}

/**
 * What may have come from a schema that is not looked at: there it has the name that something has here that is to be made.
 *
 * @param other that schema.
 */
export function moveCandidates(other: Catalog, from: Catalog, to: Catalog): readonly RenameCandidate[] {
  const both = new Map([...[...other].filter(([, object]) => object.path.length > 1), ...from]);
  return renameCandidates(both, to).filter(
    (candidate) => candidate.from[0] !== candidate.to[0] && candidate.from.at(-1) === candidate.to.at(-1),
  );
}

function startsWith(path: readonly string[], start: readonly string[]): boolean {
  return start.every((part, position) => path[position] === part);
}

/** The catalog as it is after a rename: paths of the object and of all below it, and whatever mentions it. */
export function renamedCatalog(catalog: Catalog, rename: Rename): Catalog {
  const root = objectId(rename.kind, rename.from);
  if (!catalog.has(root)) return withPartRenamed(catalog, rename) ?? catalog;
  const children = childrenOf(catalog);
  const paths = new Map<ObjectId, readonly string[]>();
  const visit = (id: ObjectId): void => {
    const object = catalog.get(id);
    if (object === undefined) return;
    if (id === root) paths.set(id, rename.to);
    else if (startsWith(object.path, rename.from))
      paths.set(id, [...rename.to, ...object.path.slice(rename.from.length)]);
    else if (rename.from.length > 1 && rename.from[0] !== rename.to[0] && object.path[0] === rename.from[0]) {
      // An index moves to its table's schema.
      paths.set(id, [rename.to[0] ?? "", ...object.path.slice(1)]);
    }
    for (const child of children.get(id) ?? []) visit(child.id);
  };
  visit(root);
  const renamedRoot = catalog.get(root);
  // A role's name stands in no path but its own.
  if (rename.from.length === 1 && renamedRoot !== undefined && kindOf(renamedRoot).changes.isOfCluster !== true) {
    for (const object of catalog.values())
      if (object.path[0] === rename.from[0]) paths.set(object.id, [rename.to[0] ?? "", ...object.path.slice(1)]);
  }
  const moved = rewritten(catalog, paths);
  return new Map(
    [...moved].map(([id, object]) => {
      const followed = kindOf(object).changes.follow?.(object as never, rename);
      return [id, followed === undefined ? object : { ...object, attributes: followed }];
    }),
  );
}
