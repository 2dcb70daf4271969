/**
 * Temporary tables and views that stand for those that are not yet, or not yet so, in the database: with the columns, types and
 * primary keys that they will have, so that the server can say what a query over them means. A temporary name hides the real
 * one. https://www.postgresql.org/docs/current/sql-createtable.html
 */

import { quoteIdentifier, quoteLiteral } from "@sluice/runner";
import type { Catalog } from "../catalog/catalog.ts";
import { pathText, type CatalogObject, type ObjectId } from "../catalog/object.ts";
import type { Kinds } from "../kinds/index.ts";
import { isViewLike, type ViewLikeObject } from "../kinds/view-like.ts";
import type { UsedByQuery } from "../kinds/view-query.ts";
import { mentionedNames } from "../model/mentioned-names.ts";
import { withReplacedNames } from "./sql-words.ts";
import type { Session } from "./session.ts";

export interface StandIns {
  /** The temporary name of a relation or type; undefined where nothing stands for it. */
  nameOf(path: readonly string[]): string | undefined;
  /** A query in which stand-ins are named. */
  text(query: string): string;
  /** What a query over stand-ins uses, in the names of what they stand for. */
  uses(uses: readonly UsedByQuery[]): readonly UsedByQuery[];
}

/** Gives each of the objects a name: its own, where no other has it. The default schema's come first. */
export function standInsFor(objects: readonly CatalogObject[], defaultSchema: string): StandIns {
  const names = new Map<string, string>();
  const paths = new Map<string, readonly string[]>();
  const ordered = [...objects].toSorted(
    (one, other) => Number(other.path[0] === defaultSchema) - Number(one.path[0] === defaultSchema),
  );
  for (const { path } of ordered) {
    const own = path[1] ?? "";
    const name = paths.has(own) ? `sluice_stand_in_${paths.size}` : own;
    names.set(pathText(path), name);
    paths.set(name, path);
  }
  const nameOf = (path: readonly string[]): string | undefined => names.get(pathText(path));
  return {
    nameOf,
    text: (query) =>
      withReplacedNames(query, (schema, name) => {
        const stands = nameOf([schema, name]);
        return stands === undefined ? null : quoteIdentifier(stands);
      }),
    uses: (uses) =>
      uses.map((use) => {
        const [sort, schema, name, part] = use;
        const [ownSchema, ownName] = schema.startsWith("pg_temp") ? (paths.get(name) ?? []) : [];
        return ownSchema === undefined || ownName === undefined ? use : [sort, ownSchema, ownName, part];
      }),
  };
}

/** Children of tables, by table. */
function childrenOf(catalog: Catalog, kind: string): ReadonlyMap<ObjectId, readonly CatalogObject[]> {
  const children = new Map<ObjectId, CatalogObject[]>();
  for (const object of catalog.values()) {
    if (object.kind !== kind || object.parent === null) continue;
    const list = children.get(object.parent);
    if (list === undefined) children.set(object.parent, [object]);
    else list.push(object);
  }
  return children;
}

async function createEnums(session: Session, enums: readonly Kinds["enum"][], standIns: StandIns): Promise<void> {
  for (const type of enums) {
    const name = quoteIdentifier(standIns.nameOf(type.path) ?? "");
    const values = type.attributes.values.map(quoteLiteral).join(", ");
    await session.attempt(() => session.query(`create type pg_temp.${name} as enum (${values})`));
  }
}

async function createTables(
  session: Session,
  catalog: Catalog,
  tables: readonly CatalogObject[],
  standIns: StandIns,
): Promise<void> {
  const columns = childrenOf(catalog, "column");
  const keys = childrenOf(catalog, "primary-key");
  for (const table of tables) {
    // Children of these kinds have their attributes.
    const lines = ((columns.get(table.id) ?? []) as readonly Kinds["column"][])
      .toSorted((one, other) => one.attributes.position - other.attributes.position)
      .map(({ path, attributes }) => `${quoteIdentifier(path[2] ?? "")} ${standIns.text(attributes.type)}`);
    const [key] = (keys.get(table.id) ?? []) as readonly Kinds["primary-key"][];
    if (key !== undefined) lines.push(`primary key (${key.attributes.columns.map(quoteIdentifier).join(", ")})`);
    const name = quoteIdentifier(standIns.nameOf(table.path) ?? "");
    // A type that the server does not know: what reads the table can't be asked then, and nothing else is lost.
    await session.attempt(() => session.script([`create temporary table ${name} (${lines.join(", ")})`]));
  }
}

/**
 * Views after those that they may read: one that is made too early reads what the database has under the name. Where two name
 * one another, one of them means something else.
 */
function inReadingOrder(
  views: readonly ViewLikeObject[],
  textOf: (view: ViewLikeObject) => string,
  standIns: StandIns,
): readonly ViewLikeObject[] {
  const byName = new Map(views.map((view) => [standIns.nameOf(view.path) ?? "", view]));
  const ordered = new Set<ViewLikeObject>();
  const seen = new Set<ViewLikeObject>();
  const visit = (view: ViewLikeObject): void => {
    if (seen.has(view)) return;
    seen.add(view);
    for (const name of mentionedNames(textOf(view))) {
      const other = byName.get(name);
      if (other !== undefined) visit(other);
    }
    ordered.add(view);
  };
  views.forEach(visit);
  return [...ordered];
}

/** Creates views, those that others read before these. Gives what the server says against those that it refuses. */
async function createViews(
  session: Session,
  views: readonly ViewLikeObject[],
  queryOf: (view: ViewLikeObject) => string,
  standIns: StandIns,
): Promise<ReadonlyMap<ObjectId, unknown>> {
  const textOf = (view: ViewLikeObject): string => standIns.text(queryOf(view));
  let waiting = inReadingOrder(views, textOf, standIns);
  for (;;) {
    const refused = new Map<ObjectId, unknown>();
    for (const view of waiting) {
      const name = quoteIdentifier(standIns.nameOf(view.path) ?? "");
      const answer = await session.attempt(() => session.script([`create temporary view ${name} as ${textOf(view)}`]));
      if ("refused" in answer) refused.set(view.id, answer.refused);
    }
    if (refused.size === 0 || refused.size === waiting.length) return refused;
    waiting = waiting.filter(({ id }) => refused.has(id));
  }
}

/**
 * Creates the stand-ins of objects of a catalog: enums, tables, views.
 *
 * @returns what the server says against views that it refuses.
 */
export async function createStandIns(
  session: Session,
  catalog: Catalog,
  objects: readonly CatalogObject[],
  queryOf: (view: ViewLikeObject) => string,
  standIns: StandIns,
): Promise<ReadonlyMap<ObjectId, unknown>> {
  // Objects of the kind enum have an enum's attributes.
  await createEnums(session, objects.filter(({ kind }) => kind === "enum") as readonly Kinds["enum"][], standIns);
  await createTables(
    session,
    catalog,
    objects.filter(({ kind }) => kind === "table"),
    standIns,
  );
  return createViews(session, objects.filter(isViewLike), queryOf, standIns);
}
