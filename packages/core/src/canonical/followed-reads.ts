/**
 * What expressions that read tables are once what they name is renamed: they stand in bodies over stand-ins for those tables,
 * which are renamed then, as PostgreSQL follows what a policy reads under its next name.
 */

import { quoteIdentifier } from "@sluice/runner";
import type { CatalogObject, ObjectId } from "../catalog/object.ts";
import type { Rename } from "../diff/renames.ts";
import { mentionedNames } from "../model/mentioned-names.ts";
import { bodyOf, readBodies, type Body } from "./bodies.ts";
import type { Following } from "./followed.ts";
import type { Pair } from "./pairs.ts";
import { createStandIns, standInsFor, type StandIns } from "./stand-ins.ts";
import { inBatches, type Session } from "./session.ts";

interface StoodFor {
  readonly was: CatalogObject;
  readonly is: CatalogObject;
}

/** The tables that the texts may read, before the renames and after them. */
function tablesRead(
  pairs: readonly Pair[],
  { live, at }: Following,
  before: ReadonlyMap<ObjectId, ObjectId>,
): readonly StoodFor[] {
  const names = mentionedNames(pairs.map(({ liveText, modelText }) => `${liveText}\n${modelText}`).join("\n"));
  const own = new Set(pairs.map(({ table }) => table));
  return [...at.values()].flatMap((is): readonly StoodFor[] => {
    const was = live.get(before.get(is.id) ?? is.id);
    if (is.kind !== "table" || was === undefined) return [];
    const isRead = own.has(is.id) || [was, is].some(({ path }) => names.has(path[1] ?? ""));
    return isRead ? [{ was, is }] : [];
  });
}

/** Where names change places, each goes by way of one that nobody has. */
async function renameTables(
  session: Session,
  tables: readonly StoodFor[],
  from: StandIns,
  to: StandIns,
): Promise<void> {
  const moves = tables.flatMap(({ was, is }) => {
    const [name, next] = [from.nameOf(was.path) ?? "", to.nameOf(is.path) ?? ""];
    return name === next ? [] : [{ name, next }];
  });
  const rename = (name: string, next: string): Promise<unknown> =>
    session.query(`alter table pg_temp.${quoteIdentifier(name)} rename to ${quoteIdentifier(next)}`);
  for (const [place, { name }] of moves.entries()) await rename(name, `sluice_moving_${place}`);
  for (const [place, { next }] of moves.entries()) await rename(`sluice_moving_${place}`, next);
}

async function renameColumns(session: Session, renames: readonly Rename[], standIns: StandIns): Promise<void> {
  for (const { kind, from, to } of renames) {
    const table = kind === "column" ? standIns.nameOf(to.slice(0, 2)) : undefined;
    if (table === undefined) continue;
    const [name, next] = [from.at(-1) ?? "", to.at(-1) ?? ""].map(quoteIdentifier);
    await session.query(`alter table pg_temp.${quoteIdentifier(table)} rename column ${name} to ${next}`);
  }
}

/**
 * Whether the two sides of each pair are one expression once the renames are done. Leaves what it makes in the session.
 *
 * @param before the ids of the tables before the renames, by those after them.
 * @param renameOthers does the renames of what no stand-in is made of.
 */
export async function followedReads(
  session: Session,
  pairs: readonly Pair[],
  following: Following,
  before: ReadonlyMap<ObjectId, ObjectId>,
  renameOthers: () => Promise<void>,
): Promise<readonly boolean[]> {
  const tables = tablesRead(pairs, following, before);
  const from = standInsFor(
    tables.map(({ was }) => was),
    following.defaultSchema,
  );
  const to = standInsFor(
    tables.map(({ is }) => is),
    following.defaultSchema,
  );
  await createStandIns(
    session,
    following.live,
    tables.map(({ was }) => was),
    () => "",
    from,
  );
  const body = (text: string, table: string | undefined, settings: "query" | "printed"): Promise<Body> =>
    bodyOf(session, settings, [{ text: `(${text}\n)`, from: ` from pg_temp.${quoteIdentifier(table ?? "")}` }]);
  const places = new Map(tables.map((table) => [table.is.id, table]));
  const tableOf = ({ table }: Pair): StoodFor | undefined => (table === null ? undefined : places.get(table));
  const lives = await inBatches(session, pairs, 1, ([pair]) =>
    pair === undefined
      ? Promise.resolve([])
      : body(from.text(pair.liveText), from.nameOf(tableOf(pair)?.was.path ?? []), "printed").then((made) => [made]),
  );
  await renameOthers();
  await renameTables(session, tables, from, to);
  await renameColumns(session, following.renames, to);
  const models = await inBatches(session, pairs, 1, ([pair]) =>
    pair === undefined
      ? Promise.resolve([])
      : body(to.text(pair.modelText), to.nameOf(tableOf(pair)?.is.path ?? []), "query").then((made) => [made]),
  );
  const told: boolean[] = [];
  for (const [place, live] of lives.entries()) {
    const model = models[place];
    if (model === undefined || !("value" in live) || !("value" in model)) {
      told.push(false);
      continue;
    }
    const [[was], [is]] = await readBodies(session, [live.value, model.value]);
    told.push(was !== undefined && was === is);
  }
  return told;
}
