/** Names within objects that can be renamed and are no objects of their own (an enum's values). Knows no kind. */

import type { Operation } from "@sluice/runner";
import type { Catalog } from "../catalog/catalog.ts";
import { objectId, type CatalogObject } from "../catalog/object.ts";
import { kindNamesWithParts, kindOf } from "../kinds/index.ts";
import type { PlanContext } from "../kinds/kind.ts";
import type { Rename } from "./renames.ts";

/** The object that a part of the given kind and path is in, where the part is there. */
export function holderOf(catalog: Catalog, kind: string, path: readonly string[]): CatalogObject | null {
  const holderKind = kindNamesWithParts.get(kind);
  const holder = holderKind === undefined ? undefined : catalog.get(objectId(holderKind, path.slice(0, -1)));
  const parts = holder === undefined ? undefined : kindOf(holder).changes.parts;
  if (holder === undefined || parts === undefined) return null;
  return parts.of(holder as never).includes(path.at(-1) ?? "") ? holder : null;
}

/** Whether there is such an object or part of one. */
export function hasPath(catalog: Catalog, kind: string, path: readonly string[]): boolean {
  return catalog.has(objectId(kind, path)) || holderOf(catalog, kind, path) !== null;
}

/** The catalog in which a part has its next name; null where the rename is of no part. */
export function withPartRenamed(catalog: Catalog, rename: Rename): Catalog | null {
  const holder = holderOf(catalog, rename.kind, rename.from);
  const parts = holder === null ? undefined : kindOf(holder).changes.parts;
  if (holder === null || parts === undefined) return null;
  const attributes = parts.renamed(holder as never, rename.from.at(-1) ?? "", rename.to.at(-1) ?? "");
  return new Map([...catalog].map(([id, object]) => [id, id === holder.id ? { ...holder, attributes } : object]));
}

/** The operations of a rename of a part; none where it is of no part. */
export function partOperations(catalog: Catalog, rename: Rename, context: PlanContext): readonly Operation[] {
  const holder = holderOf(catalog, rename.kind, rename.from);
  const parts = holder === null ? undefined : kindOf(holder).changes.parts;
  return parts?.rename(holder as never, rename.from.at(-1) ?? "", rename.to.at(-1) ?? "", context) ?? [];
}

interface PartCandidate extends Rename {
  readonly score: number;
}

/** Parts that one catalog lacks and parts of the same object that the other lacks: maybe renamed. */
export function partCandidates(from: Catalog, to: Catalog): readonly PartCandidate[] {
  const candidates: PartCandidate[] = [];
  for (const object of to.values()) {
    const was = from.get(object.id);
    const { parts } = kindOf(object).changes;
    if (was === undefined || was === object || parts === undefined) continue;
    const [before, after] = [parts.of(was as never), parts.of(object as never)];
    const gone = before.filter((name) => !after.includes(name));
    for (const name of after.filter((each) => !before.includes(each))) {
      for (const old of gone) {
        candidates.push({
          kind: parts.kind,
          from: [...object.path, old],
          to: [...object.path, name],
          // In the same place it is likely the same.
          score: before.indexOf(old) === after.indexOf(name) ? 1 : 0.5,
        });
      }
    }
  }
  return candidates;
}
