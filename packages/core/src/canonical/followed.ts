/**
 * Asks the server what expressions are once what they name is renamed: they stand in a body over temporary tables, whose columns
 * (and types, which nobody has to wait for) are renamed, and what the server then prints for them is compared with the model's.
 */

import { planStatements, quoteIdentifier, type DefaultValue, type Operation } from "@sluice/runner";
import type { Catalog } from "../catalog/catalog.ts";
import { equal } from "../catalog/equal.ts";
import { objectId, type CatalogObject, type ObjectId } from "../catalog/object.ts";
import { partOperations } from "../diff/parts.ts";
import { renamedCatalog, type Rename } from "../diff/renames.ts";
import { kindOf } from "../kinds/index.ts";
import type { PlanContext } from "../kinds/kind.ts";
import type { ColumnObject } from "../kinds/stored-columns.ts";
import { bodyOf, readBodies, type Expression } from "./bodies.ts";
import { castTo } from "./expressions.ts";
import { followedReads } from "./followed-reads.ts";
import { replacedAt, valueAt, type Pair } from "./pairs.ts";
import { inBatches, type Session } from "./session.ts";

/** An expression before and after renames that don't change what it means. */
export interface FollowedText {
  /** The object's id before and after them. */
  readonly from: ObjectId;
  readonly to: ObjectId;
  readonly place: readonly string[];
  readonly before: DefaultValue;
  readonly after: DefaultValue;
}

/** A catalog whose expressions are those of after the renames, or of before them. */
export function withTexts(catalog: Catalog, texts: readonly FollowedText[], when: "before" | "after"): Catalog {
  if (texts.length === 0) return catalog;
  const changed = new Map(catalog);
  for (const text of texts) {
    const id = when === "after" ? text.to : text.from;
    const object = changed.get(id);
    if (object === undefined) continue;
    // replacedAt keeps every other attribute.
    changed.set(id, { ...object, attributes: replacedAt(object.attributes, text.place, text[when]) as object });
  }
  return changed;
}

export interface Following {
  /** What the database has, before the renames. */
  readonly live: Catalog;
  /** The same after them; the pairs are of this and of the model. */
  readonly at: Catalog;
  readonly renames: readonly Rename[];
  readonly defaultSchema: string;
}

/** The ids before renames, by the ids after them: renaming keeps a catalog's order. */
export function idsBefore({ live, at }: Pick<Following, "live" | "at">): ReadonlyMap<ObjectId, ObjectId> {
  const before = [...live.keys()];
  return new Map([...at.keys()].map((id, position) => [id, before[position] ?? id]));
}

/** The statements of renames that no session has to wait for: those of what is not a relation or part of one. */
function statementsOf({ live, renames }: Following): readonly string[] {
  let catalog = live;
  const operations: Operation[] = [];
  for (const rename of renames) {
    const was = catalog.get(objectId(rename.kind, rename.from));
    const changes = was === undefined ? null : kindOf(was).changes;
    const is: CatalogObject | null = was === undefined ? null : { ...was, path: rename.to };
    // A rename needs to know nothing else of the plan. All is named with its schema: PostgreSQL's own names come first here.
    const context = { defaultSchema: "", server: { version: 0 } } as PlanContext;
    if (was === undefined) operations.push(...partOperations(catalog, rename, context));
    else if (changes?.isRelation !== true && was.path.length < 3)
      operations.push(...(changes?.rename?.(was as never, is as never, context) ?? []));
    catalog = renamedCatalog(catalog, rename);
  }
  return planStatements(operations, { serverVersion: null }).flatMap(({ statements }) =>
    statements.map(({ text }) => text),
  );
}

let tables = 0;

/** Temporary tables with the columns that pairs' tables have before the renames, by the tables' ids after them. */
async function stage(
  session: Session,
  pairs: readonly Pair[],
  before: ReadonlyMap<ObjectId, ObjectId>,
  { live }: Following,
): Promise<ReadonlyMap<ObjectId, string>> {
  const columns = new Map<ObjectId | null, string[]>();
  for (const object of live.values()) {
    if (object.kind !== "column") continue;
    // Objects of the kind column have a column's attributes.
    const { parent, path, attributes } = object as ColumnObject;
    const list = columns.get(parent) ?? [];
    list.push(`${quoteIdentifier(path[2] ?? "")} ${attributes.type}`);
    columns.set(parent, list);
  }
  const staged = new Map<ObjectId, string>();
  for (const table of new Set(pairs.flatMap((pair) => pair.table ?? []))) {
    const name = `sluice_followed_${(tables += 1)}`;
    const list = columns.get(before.get(table) ?? table) ?? [];
    await session.script([`create temporary table ${name} (${list.join(", ")})`]);
    staged.set(table, name);
  }
  return staged;
}

const TEXTS_A_BODY = 100;

/**
 * Those of the pairs whose two sides are one expression once the renames are done. Nothing of it stays in the session.
 *
 * @param asked those that differ as they stand.
 */
export async function followedTexts(
  session: Session,
  asked: readonly Pair[],
  following: Following,
): Promise<readonly FollowedText[]> {
  const { live, renames } = following;
  if (asked.length === 0 || renames.length === 0) return [];
  const pairs = asked.filter(({ readsTables }) => !readsTables);
  const reading = asked.filter(({ readsTables }) => readsTables);
  const before = idsBefore(following);
  const idBefore = ({ counterpart }: Pair): ObjectId => before.get(counterpart.id) ?? counterpart.id;
  const typeBefore = (pair: Pair): string | null => {
    const object = live.get(idBefore(pair));
    return object === undefined ? null : (kindOf(object).changes.expressionType?.(object as never, live) ?? null);
  };
  // The place holds a default or SQL on both sides of the renames.
  const textBefore = (pair: Pair): DefaultValue =>
    (valueAt(live.get(idBefore(pair))?.attributes, pair.place) ?? pair.live) as DefaultValue;
  const renameOthers = async (): Promise<void> => {
    for (const statement of statementsOf(following)) await session.query(statement);
    // To rename a sequence would hold up whoever draws from it.
    for (const { kind, to } of renames) {
      if (kind === "sequence") await session.query(`create sequence ${to.map(quoteIdentifier).join(".")}`);
    }
  };
  const none = { value: [] as readonly boolean[] };
  const read =
    reading.length === 0
      ? none
      : await session.attempt(() =>
          session.aside(() => followedReads(session, reading, following, before, renameOthers)),
        );
  const answer =
    pairs.length === 0
      ? none
      : await session.attempt(() =>
          session.aside(async () => {
            const staged = await stage(session, pairs, before, following);
            const column = (pair: Pair, text: string, type: string | null): Expression => {
              if (type !== null) return castTo(text, type);
              const table = pair.table === null ? undefined : staged.get(pair.table);
              return {
                text: `(${text}\n)`,
                from:
                  table === undefined ? "" : ` from pg_temp.${table} as ${quoteIdentifier(pair.tablePath[1] ?? "t")}`,
              };
            };
            const lives = new Map<Pair, string>();
            const livesOf = async (
              some: readonly Pair[],
              type: (pair: Pair) => string | null,
            ): Promise<() => Promise<void>> => {
              const body = await bodyOf(
                session,
                "query",
                some.map((pair) => column(pair, pair.liveText, type(pair))),
              );
              return async () => {
                const [printed] = await readBodies(session, [body]);
                some.forEach((pair, position) => lives.set(pair, printed[position] ?? ""));
              };
            };
            // The text of some speaks of the next names already.
            const ahead = pairs.filter((pair) => !equal(textBefore(pair), pair.live));
            const readBehind = await livesOf(
              pairs.filter((pair) => !ahead.includes(pair)),
              typeBefore,
            );
            await renameOthers();
            for (const { kind, from, to } of renames) {
              const table = kind === "column" ? staged.get(objectId("table", to.slice(0, -1))) : undefined;
              if (table === undefined) continue;
              const [name, next] = [quoteIdentifier(from.at(-1) ?? ""), quoteIdentifier(to.at(-1) ?? "")];
              await session.query(`alter table pg_temp.${table} rename column ${name} to ${next}`);
            }
            const models = await inBatches(session, pairs, TEXTS_A_BODY, async (batch) => {
              const body = await bodyOf(
                session,
                "query",
                batch.map((pair) => column(pair, pair.modelText, pair.type)),
              );
              return (await readBodies(session, [body]))[0];
            });
            await readBehind();
            if (ahead.length > 0) await (await livesOf(ahead, ({ type }) => type))();
            return models.map((model, position) => {
              const pair = pairs[position];
              return pair !== undefined && "value" in model && model.value === lives.get(pair);
            });
          }),
        );
  const areSame = (some: readonly Pair[], told: typeof answer | typeof read): readonly Pair[] =>
    "value" in told ? some.filter((_, position) => told.value[position] === true) : [];
  return [...areSame(pairs, answer), ...areSame(reading, read)].map((pair) => ({
    from: idBefore(pair),
    to: pair.counterpart.id,
    place: pair.place,
    before: textBefore(pair),
    after: pair.model,
  }));
}
