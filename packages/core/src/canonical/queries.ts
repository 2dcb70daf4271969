/**
 * Makes the queries of a model's views comparable with a live catalog's, and finds what they read and what columns they give:
 * PostgreSQL says so. Asked first is what stands in the database; where tables or other views are about to change, stand-ins
 * for them are asked.
 */

import { codeOf, messageOf, sluiceError } from "@sluice/runner";
import { catalogOf, type Catalog } from "../catalog/catalog.ts";
import { makeObject } from "../catalog/make.ts";
import { objectId, type CatalogObject, type ObjectId } from "../catalog/object.ts";
import { columnsOfView, isViewLike, type ViewLikeObject } from "../kinds/view-like.ts";
import { usedByQueryIds, type UsedByQuery } from "../kinds/view-query.ts";
import type { QueryAnswer } from "./ask-queries.ts";
import { askTarget, renamedMeanings } from "./changed-queries.ts";
import { changedRelations } from "./changed-relations.ts";
import type { Following } from "./followed.ts";
import type { Memory } from "./memory.ts";
import { rememberedQueries, type Refusable } from "./remembered-queries.ts";
import type { Session } from "./session.ts";

/** SQLSTATEs of something that isn't there. */
const MISSING = new Set(["42P01", "42703", "42704", "42883", "3F000"]);

/** Views that the live catalog has too, after the renames. */
export type Counterparts = ReadonlyMap<ObjectId, ViewLikeObject>;

function counterpartsOf(views: readonly ViewLikeObject[], live: Catalog): Counterparts {
  return new Map(
    views.flatMap((view) => {
      const was = live.get(view.id);
      return was !== undefined && isViewLike(was) ? [[view.id, was] as const] : [];
    }),
  );
}

/** Whether what the server prints of a query is what it prints of the live one, or comes to be when it is read again. */
async function unchangedNow(
  session: Session,
  answers: ReadonlyMap<ObjectId, Refusable>,
  counterparts: Counterparts,
  memory: Memory,
): Promise<ReadonlySet<ObjectId>> {
  const same = new Set<ObjectId>();
  const different: { readonly id: ObjectId; readonly live: string; readonly printed: string }[] = [];
  for (const [id, { meaning }] of [...counterparts].map(([key, { attributes }]) => [key, attributes] as const)) {
    const answer = answers.get(id);
    if (answer === undefined || !("value" in answer)) continue;
    if (answer.value.printed === meaning) same.add(id);
    else different.push({ id, live: meaning, printed: answer.value.printed });
  }
  const again = await rememberedQueries(
    session,
    different.flatMap(({ live, printed }) => [live, printed]),
    memory,
  );
  different.forEach(({ id }, place) => {
    const [live, printed] = [again[place * 2], again[place * 2 + 1]];
    const isSame = live !== undefined && printed !== undefined && "value" in live && "value" in printed;
    if (isSame && live.value.printed === printed.value.printed) same.add(id);
  });
  return same;
}

/** The ids of what a query uses, as the model has it: a table of today may be a view of tomorrow. */
function idsIn(model: Catalog, uses: readonly UsedByQuery[]): readonly ObjectId[] {
  return usedByQueryIds(
    uses.map((use) => {
      const [sort, schema, name, part] = use;
      if (sort !== "table" && sort !== "view" && sort !== "materialized-view") return use;
      const next = (["table", "view", "materialized-view"] as const).find((kind) =>
        model.has(objectId(kind, [schema, name])),
      );
      return [next ?? sort, schema, name, part];
    }),
  );
}

function assertAccepted(view: ViewLikeObject, refused: unknown, isCertain: boolean): void {
  const code = codeOf(refused);
  if (!isCertain && MISSING.has(code)) return;
  throw sluiceError("EXPRESSION_REJECTED", `${view.id}: PostgreSQL refuses its query: ${messageOf(refused)}`, {
    hint: "Correct the query in the model.",
    details: { object: view.id, sql: view.attributes.query, sqlstate: code },
    cause: refused,
  });
}

/** @throws NOT_EXPORTED where a query reads what is there today and no model declares. */
function assertDeclared(view: ViewLikeObject, uses: readonly ObjectId[], live: Catalog, model: Catalog): void {
  const gone = uses.find((id) => live.has(id) && !model.has(id) && !/^(primary-key|unique|view-column) /.test(id));
  if (gone === undefined) return;
  throw sluiceError("NOT_EXPORTED", `${view.id} reads ${gone}, which no model declares: it would be dropped`, {
    hint: "Export what the view reads from one of the schema files, or take it out of the view.",
    details: { view: view.id, reads: gone },
  });
}

/** A view and its columns, as the server's answer has them. */
function canonicalView(
  view: ViewLikeObject,
  { columns }: QueryAnswer,
  meaning: string,
  uses: readonly ObjectId[],
): readonly CatalogObject[] {
  const schema = view.dependsOn.filter((id) => id.startsWith("schema "));
  return [
    { ...view, dependsOn: [...schema, ...uses], attributes: { ...view.attributes, meaning } },
    ...columns.map(({ name, type, collation }, place) =>
      makeObject({
        kind: "view-column",
        path: [...view.path, name],
        parent: view.id,
        attributes: { type, collation, place: place + 1 },
      }),
    ),
  ];
}

function namesOf(columns: readonly { readonly name: string }[]): string {
  return JSON.stringify(columns.map(({ name }) => name));
}

/**
 * A model whose views have PostgreSQL's print of their queries where that is the live one's, their columns, and exactly what
 * they depend on. A model without views costs nothing.
 *
 * @throws EXPRESSION_REJECTED where PostgreSQL refuses a query, NOT_EXPORTED where one reads what is to be dropped.
 */
export async function canonicalQueries(
  session: Session,
  following: Following,
  model: Catalog,
  memory: Memory,
): Promise<Catalog> {
  const { at: live, renames, defaultSchema } = following;
  const views = [...model.values()].filter(isViewLike);
  if (views.length === 0) return model;
  const counterparts = counterpartsOf(views, live);
  const results = await rememberedQueries(
    session,
    views.map(({ attributes }) => attributes.query),
    memory,
  );
  const now = new Map(views.map((view, place) => [view.id, results[place] ?? { refused: null }]));
  const same = new Set(await unchangedNow(session, now, counterparts, memory));
  const changed = changedRelations(following.live, model, {
    isSame: (view) => same.has(view.id),
    uses: (view) => {
      const answer = now.get(view.id);
      return answer !== undefined && "value" in answer ? idsIn(model, answer.value.uses) : null;
    },
  });
  const target = changed.asked.length === 0 ? null : await askTarget(session, model, changed, defaultSchema);
  const renamed =
    target === null || renames.length === 0
      ? new Map<ObjectId, string>()
      : await renamedMeanings(session, following, counterparts, changed);

  const result: CatalogObject[] = [...model.values()].filter(({ kind }) => kind !== "view-column" && !isOfView(kind));
  for (const view of views) {
    const [today, later] = [now.get(view.id), target?.answers.get(view.id)];
    const answer = later !== undefined && "value" in later ? later : today;
    if (answer === undefined || !("value" in answer)) {
      const refused = later !== undefined && "refused" in later ? later.refused : answer?.refused;
      assertAccepted(view, refused, target?.isCertain(view) ?? true);
      result.push(view, ...columnsOfView(view.id, model));
      continue;
    }
    const uses = idsIn(model, answer.value.uses);
    assertDeclared(view, uses, live, model);
    const counterpart = counterparts.get(view.id);
    const isSame =
      counterpart !== undefined &&
      (renamed.get(view.id) === answer.value.printed ||
        (same.has(view.id) &&
          namesOf(answer.value.columns) ===
            namesOf(columnsOfView(counterpart.id, live).map(({ path }) => ({ name: path[2] ?? "" })))));
    const meaning = isSame ? counterpart.attributes.meaning : answer.value.printed;
    result.push(...canonicalView(view, answer.value, meaning, uses));
  }
  return catalogOf(result);
}

function isOfView(kind: string): boolean {
  return kind === "view" || kind === "materialized-view";
}
