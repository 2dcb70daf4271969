/** Asks what queries mean over tables and views as they will be, and as today's will be after renames. */

import type { Catalog } from "../catalog/catalog.ts";
import { objectId, type CatalogObject, type ObjectId } from "../catalog/object.ts";
import type { Rename } from "../diff/renames.ts";
import { isViewLike, type ViewLikeObject } from "../kinds/view-like.ts";
import { mentionedNames } from "../model/mentioned-names.ts";
import { quoteIdentifier, quoteLiteral } from "@sluice/runner";
import { readViews } from "./ask-queries.ts";
import type { ChangedRelations } from "./changed-relations.ts";
import { idsBefore, type Following } from "./followed.ts";
import type { Counterparts } from "./queries.ts";
import type { Refusable } from "./remembered-queries.ts";
import { createStandIns, standInsFor } from "./stand-ins.ts";
import type { Session } from "./session.ts";

export interface TargetAnswers {
  readonly answers: ReadonlyMap<ObjectId, Refusable>;
  /** Whether a view's own text was put to the server, so that what it said holds. */
  isCertain(view: ViewLikeObject): boolean;
}

/** Those of the objects whose names stand in the queries that are asked, or in those of views among them. */
function mentioned(asked: readonly ViewLikeObject[], objects: readonly CatalogObject[]): readonly CatalogObject[] {
  const found = new Map<ObjectId, CatalogObject>(asked.map((view) => [view.id, view]));
  const waiting = [...asked];
  for (let view = waiting.pop(); view !== undefined; view = waiting.pop()) {
    const names = mentionedNames(view.attributes.query);
    for (const object of objects) {
      if (found.has(object.id) || (object.kind !== "enum" && !names.has(object.path[1] ?? ""))) continue;
      found.set(object.id, object);
      if (isViewLike(object)) waiting.push(object);
    }
  }
  return [...found.values()];
}

/** The server's answers about the queries of changed views over stand-ins for what changes. */
export async function askTarget(
  session: Session,
  model: Catalog,
  { asked, standIns: changed }: ChangedRelations,
  defaultSchema: string,
): Promise<TargetAnswers> {
  const objects = mentioned(asked, changed);
  const standIns = standInsFor(objects, defaultSchema);
  const answers = new Map<ObjectId, Refusable>();
  await session.aside(async () => {
    const refused = await createStandIns(session, model, objects, ({ attributes }) => attributes.query, standIns);
    const created = objects.filter(isViewLike).filter(({ id }) => !refused.has(id));
    for (const [id, reason] of refused) answers.set(id, { refused: reason });
    const read = await readViews(
      session,
      created.map(({ path }) => standIns.nameOf(path) ?? ""),
    );
    created.forEach(({ id }, place) => {
      const answer = read[place];
      if (answer !== undefined) answers.set(id, { value: { ...answer, uses: standIns.uses(answer.uses) } });
    });
  });
  return {
    answers,
    isCertain: ({ attributes: { query } }) => standIns.text(query) === query,
  };
}

/** A rename as a statement over stand-ins; null where it is of something that none stands for. */
function renameSql(rename: Rename, standIn: string | undefined): string | null {
  if (standIn === undefined) return null;
  const [from, to] = [rename.from.at(-1) ?? "", rename.to.at(-1) ?? ""];
  if (from === to) return null;
  switch (rename.kind) {
    case "column":
      return `alter table pg_temp.${quoteIdentifier(standIn)} rename column ${quoteIdentifier(from)} to ${quoteIdentifier(to)}`;
    case "table":
      return `alter table pg_temp.${quoteIdentifier(standIn)} rename to ${quoteIdentifier(to)}`;
    case "view":
    case "materialized-view":
      return `alter view pg_temp.${quoteIdentifier(standIn)} rename to ${quoteIdentifier(to)}`;
    case "enum-value":
      return `alter type pg_temp.${quoteIdentifier(standIn)} rename value ${quoteLiteral(from)} to ${quoteLiteral(to)}`;
    default:
      return null;
  }
}

/** The kind of what a rename is of, or of what that is a part of. */
const WHOLE: Readonly<Record<string, string>> = { column: "table", "enum-value": "enum" };

/**
 * What the server will print of live views after the renames, by the id that they will have: PostgreSQL follows what a view reads
 * under its next name. Stand-ins for the same relations as in {@link askTarget}, so that the two print alike.
 */
export async function renamedMeanings(
  session: Session,
  following: Following,
  counterparts: Counterparts,
  { standIns: changed }: ChangedRelations,
): Promise<ReadonlyMap<ObjectId, string>> {
  const { live, renames, defaultSchema } = following;
  const before = idsBefore(following);
  const objects = changed.flatMap(({ id }) => live.get(before.get(id) ?? id) ?? []);
  const standIns = standInsFor(objects, defaultSchema);
  return session.aside(async () => {
    const refused = await createStandIns(session, live, objects, ({ attributes }) => attributes.meaning, standIns);
    const names = new Map(objects.map(({ id, path }) => [id, standIns.nameOf(path)]));
    for (const rename of renames) {
      const path = rename.from.length === 3 ? rename.from.slice(0, 2) : rename.from;
      const statement = renameSql(rename, names.get(objectId(WHOLE[rename.kind] ?? rename.kind, path)));
      if (statement === null) continue;
      // A rename of what is not there is told as such later, and in the user's words.
      const answer = await session.attempt(() => session.query(statement));
      if ("refused" in answer) continue;
      if (!(rename.kind in WHOLE)) names.set(objectId(rename.kind, rename.to), rename.to[1]);
    }
    const wanted = [...counterparts.keys()].flatMap((id) => {
      const was = live.get(before.get(id) ?? id);
      const name = names.get(id) ?? (was === undefined ? undefined : names.get(was.id));
      return was === undefined || name === undefined || refused.has(was.id) ? [] : [{ id, name }];
    });
    const read = await readViews(
      session,
      wanted.map(({ name }) => name),
    );
    return new Map(wanted.flatMap(({ id }, place) => (read[place] === undefined ? [] : [[id, read[place].printed]])));
  });
}
