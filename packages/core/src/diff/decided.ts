/** Renames that are decided: put in an order in which each finds what it names, and made operations of. */

import { nameAside, sluiceError, type Operation } from "@sluice/runner";
import { catalogOf, type Catalog } from "../catalog/catalog.ts";
import { objectId, pathText, type CatalogObject } from "../catalog/object.ts";
import { kindOf } from "../kinds/index.ts";
import type { PlanContext } from "../kinds/kind.ts";
import { hasPath, partOperations } from "./parts.ts";
import { renamedCatalog, safeRenames, type Rename } from "./renames.ts";
import { placeAt } from "./rewrite.ts";

const ASIDE = "__aside";

/** A path after what is above it was renamed. */
function under(path: readonly string[], { from, to }: Rename): readonly string[] {
  const isUnder = path.length > from.length && from.every((part, position) => path[position] === part);
  return isUnder ? [...to, ...path.slice(from.length)] : path;
}

function sameAs(kind: string, path: readonly string[]) {
  return (other: Rename): boolean => other.kind === kind && pathText(other.from) === pathText(path);
}

/**
 * Each after the one that gives up the name that it takes. Where they go in a circle (two names change places), the first one
 * waits under a third name.
 */
function makingRoom(renames: readonly Rename[]): readonly Rename[] {
  const ordered: Rename[] = [];
  let waiting = renames;
  while (waiting.length > 0) {
    const free = waiting.filter(
      (each) => !waiting.some((other) => other !== each && sameAs(each.kind, each.to)(other)),
    );
    const [first] = waiting;
    if (free.length === 0 && first !== undefined) {
      const aside = setAside(first.kind, first.from);
      ordered.push(aside);
      waiting = [...waiting.slice(1), { ...first, from: aside.to }];
      continue;
    }
    ordered.push(...free);
    waiting = waiting.filter((each) => !free.includes(each));
  }
  return ordered;
}

/**
 * Outer objects first, and paths as they are by then: a column may be named under its table's name before or after. Whoever takes
 * a name comes after whoever gives it up.
 *
 * @example decidedRenames([{ kind: "column", from: ["public", "users", "name"], to: … }, { kind: "table", … }])
 */
export function decidedRenames(renames: readonly Rename[]): readonly Rename[] {
  const lengths = [...new Set(renames.map(({ from }) => from.length))].toSorted((one, other) => one - other);
  const outerFirst = lengths.flatMap((length) => makingRoom(renames.filter(({ from }) => from.length === length)));
  return outerFirst.map(({ kind, from, to }, position) => {
    const earlier = outerFirst.slice(0, position);
    return { kind, from: earlier.reduce(under, from), to: earlier.reduce(under, to) };
  });
}

/** What the model says that its objects were called. */
export function hintsOf(model: Catalog): readonly Rename[] {
  const hints: Rename[] = [];
  for (const { formerPaths } of model.values()) if (formerPaths !== undefined) hints.push(...formerPaths);
  return hints;
}

/**
 * What the model itself says that its objects were called, where the database still calls them so.
 *
 * @param live what the database has.
 * @param given renames that a person decided; they come first.
 */
export function withHints(model: Catalog, live: Catalog, given: readonly Rename[]): readonly Rename[] {
  let catalog = decidedRenames(given).reduce(renamedCatalog, live);
  const hints: Rename[] = [];
  for (const rename of hintsOf(model)) {
    if (!hasPath(catalog, rename.kind, rename.from) || hasPath(catalog, rename.kind, rename.to)) continue;
    hints.push(rename);
    catalog = renamedCatalog(catalog, rename);
  }
  return decidedRenames([...given, ...hints]);
}

/** @throws USAGE where a rename names what is not there. */
export function assertRenamesFit(renames: readonly Rename[], live: Catalog, target: Catalog): void {
  let catalog = live;
  for (const [position, rename] of renames.entries()) {
    for (const [path, where, isThere] of [
      [rename.from, "the database", hasPath(catalog, rename.kind, rename.from)],
      [
        rename.to,
        "the models",
        hasPath(target, rename.kind, rename.to) ||
          hasPath(target, rename.kind, lastOf(rename, renames.slice(position + 1))),
      ],
    ] as const) {
      if (isThere) continue;
      throw sluiceError("USAGE", `there is no ${rename.kind} ${pathText(path)} in ${where} to be renamed`, {
        hint: "Write --rename kind:from=to, for example table:users=accounts or column:users.name=full_name.",
        details: { ...rename },
      });
    }
    catalog = renamedCatalog(catalog, rename);
  }
}

/** Where later renames lead to. */
function lastOf({ kind, to }: Rename, later: readonly Rename[]): readonly string[] {
  return later.reduce((path, rename) => (sameAs(kind, path)(rename) ? rename.to : under(path, rename)), to);
}

/** The operations of one rename. */
function operationsOf(catalog: Catalog, rename: Rename, context: PlanContext): readonly Operation[] {
  const was = catalog.get(objectId(rename.kind, rename.from));
  if (was === undefined) return partOperations(catalog, rename, context);
  const is: CatalogObject = { ...was, path: rename.to };
  return kindOf(was).changes.rename?.(was as never, is as never, context) ?? [];
}

function namesOf(object: CatalogObject): readonly string[] {
  return kindOf(object).changes.claims?.(object as never) ?? [];
}

function namesHeld(catalog: Catalog): ReadonlySet<string> {
  return new Set([...catalog.values()].flatMap(namesOf));
}

/** The names that an object takes by a rename, those apart that it has. */
function namesWanted(catalog: Catalog, rename: Rename): readonly string[] {
  const was = catalog.get(objectId(rename.kind, rename.from));
  if (was === undefined) return [];
  const has = new Set(namesOf(was));
  return namesOf({ ...was, path: rename.to }).filter((name) => !has.has(name));
}

/** A name for the time being. */
function setAside(kind: string, path: readonly string[]): Rename {
  return { kind, from: path, to: [...path.slice(0, -1), nameAside(path.at(-1) ?? "", ASIDE)] };
}

/** What has a name that a rename takes and gives up none by a rename of its own: it goes, and until then has another name. */
function inTheWay(catalog: Catalog, rename: Rename): readonly Rename[] {
  const isPart = !catalog.has(objectId(rename.kind, rename.from));
  if (isPart) return hasPath(catalog, rename.kind, rename.to) ? [setAside(rename.kind, rename.to)] : [];
  const wanted = new Set(namesWanted(catalog, rename));
  const namesake = catalog.get(objectId(rename.kind, rename.to));
  if (wanted.size === 0 && namesake === undefined) return [];
  return [...catalog.values()].flatMap((holder): readonly Rename[] => {
    const isHeld = holder === namesake || namesOf(holder).some((name) => wanted.has(name));
    if (!isHeld || kindOf(holder).changes.rename === undefined) return [];
    return [setAside(holder.kind, holder.path)];
  });
}

/** What a rename moves something into that is not there yet. */
function missingPlaces(catalog: Catalog, { kind, from, to }: Rename, target: Catalog): readonly CatalogObject[] {
  const was = catalog.get(objectId(kind, from));
  const places = was === undefined ? [] : was.dependsOn.map((id) => placeAt(id, was, to, catalog));
  return places.flatMap((id) => (catalog.has(id) ? [] : (target.get(id) ?? [])));
}

/**
 * Renames what is decided, and then what may be renamed without asking.
 *
 * @param settled what else is true of the catalog once the decided ones are done.
 * @returns the operations, and the catalog after them.
 */
export function renamed(
  context: PlanContext,
  renames: readonly Rename[],
  settled: (catalog: Catalog) => Catalog,
): { readonly catalog: Catalog; readonly operations: readonly Operation[] } {
  const operations: Operation[] = [];
  const rename = (found: Catalog, each: Rename): Catalog => {
    let catalog = found;
    for (const held of inTheWay(found, each)) {
      operations.push(...operationsOf(catalog, held, context));
      catalog = renamedCatalog(catalog, held);
    }
    const places = missingPlaces(catalog, each, context.to);
    for (const place of places) operations.push(...kindOf(place).changes.create(place as never, context));
    operations.push(...operationsOf(catalog, each, context));
    const prepared = places.length === 0 ? catalog : catalogOf([...places, ...catalog.values()]);
    return renamedCatalog(prepared, each);
  };
  const decided = settled(renames.reduce(rename, context.from));
  let catalog = decided;
  for (let waiting = safeRenames(decided, context.to); waiting.length > 0;) {
    const held = namesHeld(catalog);
    const free = waiting.filter((each) => namesWanted(catalog, each).every((name) => !held.has(name)));
    // What is left wants the name of something that is to go: it is dropped and made anew.
    if (free.length === 0) break;
    catalog = free.reduce(rename, catalog);
    waiting = waiting.filter((each) => !free.includes(each));
  }
  return { catalog, operations };
}
