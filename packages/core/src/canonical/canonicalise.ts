/** Makes a model's types and expressions comparable with a live catalog's: PostgreSQL says what is the same. */

import { codeOf, messageOf, sluiceError, type Connection } from "@sluice/runner";
import type { Catalog } from "../catalog/catalog.ts";
import { equal } from "../catalog/equal.ts";
import type { Diagnostic } from "../catalog/diagnostic.ts";
import type { CatalogObject } from "../catalog/object.ts";
import { renamedCatalog, type Rename } from "../diff/renames.ts";
import { isViewLike } from "../kinds/view-like.ts";
import type { Rewrites } from "../kinds/stored-columns.ts";
import { NO_CASTS, type Casts } from "./casts.ts";
import { askColumnChanges, columnsChange } from "./column-changes.ts";
import { columnsOf, refusedAlone } from "./expressions.ts";
import { followedTexts, type FollowedText } from "./followed.ts";
import { memoryOf, type AnswerStore, type Memory } from "./memory.ts";
import { pairsOf, replacedAt, type Pair } from "./pairs.ts";
import { canonicalQueries } from "./queries.ts";
import { recognised, recognisedAgain } from "./recognised.ts";
import { UNKNOWN_REWRITES } from "./rewrites.ts";
import { withSession, type Others, type Session } from "./session.ts";
import { verdicts } from "./verdicts.ts";
import { canonicalTypes, enumTypes, type CanonicalType } from "./types.ts";

export interface Canonicalised {
  readonly model: Catalog;
  readonly cast: Casts;
  readonly rewrites: Rewrites;
  /** Expressions that the renames leave as they are, though their texts differ. */
  readonly followed: readonly FollowedText[];
  readonly diagnostics: readonly Diagnostic[];
}

function typeOf(object: CatalogObject): string | null {
  if (object.kind !== "column" || !("type" in object.attributes)) return null;
  return String(object.attributes.type);
}

function withType(object: CatalogObject, { type, collation }: CanonicalType): CatalogObject {
  return { ...object, attributes: { ...object.attributes, type, ...(collation === null ? {} : { collation }) } };
}

/** SQLSTATEs of something that isn't there: it may be about to be created. The last is that of a value that no enum has. */
const MISSING = new Set(["42704", "42883", "42P01", "42703", "3F000", "22P02"]);

/** Whether the model has objects, or values of types, that the database lacks. */
function isAhead(live: Catalog, model: Catalog): boolean {
  return [...model.values()].some((object) => {
    const counterpart = live.get(object.id);
    if (counterpart === undefined) return object.kind !== "schema";
    return object.kind === "enum" && !equal(object.attributes, counterpart.attributes);
  });
}

/** Those of some objects whose types print otherwise than the model says them, as they print. */
async function typed(
  session: Session,
  model: Catalog,
  objects: readonly CatalogObject[],
  known: ReadonlySet<string>,
  report: (diagnostic: Diagnostic) => void,
  memory: Memory,
): Promise<readonly CatalogObject[]> {
  const enums: (readonly string[])[] = [];
  for (const object of model.values()) if (object.kind === "enum") enums.push(object.path);
  const ofEnums = await enumTypes(session, enums, memory);
  const texts = new Set<string>();
  const open: (readonly [CatalogObject, string])[] = [];
  for (const object of objects) {
    const type = typeOf(object);
    if (type === null || (known.has(type) && !ofEnums.has(type))) continue;
    open.push([object, type]);
    if (!ofEnums.has(type)) texts.add(type);
  }
  const answers =
    texts.size === 0 ? new Map<string, CanonicalType>() : await canonicalTypes(session, [...texts], report, memory);
  return open.flatMap(([object, type]) => {
    const ofEnum = ofEnums.get(type);
    const canonical = ofEnum === undefined ? answers.get(type) : { type: ofEnum, collation: null };
    return canonical === undefined ? [] : [withType(object, canonical)];
  });
}

async function assertAccepted(session: Session, live: Catalog, model: Catalog, pair: Pair): Promise<void> {
  const refused = await refusedAlone(session, pair, columnsOf(live, model));
  if (refused === null) return;
  if (MISSING.has(codeOf(refused)) && isAhead(live, model)) return;
  throw sluiceError(
    "EXPRESSION_REJECTED",
    `${pair.object.id}: PostgreSQL refuses ${pair.modelText}: ${messageOf(refused)}`,
    {
      hint: "Correct the expression in the model.",
      details: { object: pair.object.id, sql: pair.modelText, sqlstate: codeOf(refused) },
      cause: refused,
    },
  );
}

/** Types of which a live catalog says how they print. */
function typesOf(catalog: Catalog): ReadonlySet<string> {
  const types = new Set<string>();
  for (const object of catalog.values()) {
    const type = typeOf(object);
    if (type !== null) types.add(type);
  }
  return types;
}

/**
 * Canonicalises a model against a live catalog. What is equal as text needs no asking.
 *
 * @param given the model.
 * @param before the live catalog.
 * @param renames those that are decided.
 * @param store where answers are kept from run to run; left out: all is asked.
 * @param others whom to ask where the server itself can't be, and who helps.
 * @throws EXPRESSION_REJECTED where PostgreSQL refuses an expression of the model, CANONICAL_UNAVAILABLE where it can't be asked.
 */
export async function canonicalise(
  connection: Connection,
  given: Catalog,
  before: Catalog,
  renames: readonly Rename[] = [],
  defaultSchema = "public",
  store?: AnswerStore,
  others?: Others,
): Promise<Canonicalised> {
  const live = renames.reduce(renamedCatalog, before);
  const glance = recognised(live, given);
  const open = new Set(glance.differing.model.flatMap((object) => typeOf(object) ?? []));
  const liveTypes = open.size === 0 ? open : typesOf(live);
  const diagnostics: Diagnostic[] = [];
  const isTyped = [...open].every((type) => liveTypes.has(type));
  const known = isTyped ? pairsOf(live, glance.model, glance.differing) : null;
  // Texts that are equal need no server; but only PostgreSQL knows what a query reads.
  if (
    known?.length === 0 &&
    !glance.differing.model.some(isViewLike) &&
    !columnsChange(live, glance.model, glance.differing)
  ) {
    return { model: glance.model, cast: NO_CASTS, rewrites: UNKNOWN_REWRITES, followed: [], diagnostics };
  }
  const memory = await memoryOf(connection, store);
  const ask = async (session: Session): Promise<Canonicalised> => {
    const report = (each: Diagnostic): void => void diagnostics.push(each);
    const printed = isTyped
      ? glance
      : recognisedAgain(
          live,
          glance,
          await typed(session, glance.model, glance.differing.model, liveTypes, report, memory),
        );
    const pairs = known ?? pairsOf(live, printed.model, printed.differing);
    const replaced = new Map<string, CatalogObject>();
    const said = await verdicts(session, pairs, columnsOf(live, printed.model), memory);
    const different = said.filter(({ isSame }) => !isSame).map(({ pair }) => pair);
    const following = { live: before, at: live, renames, defaultSchema };
    const followed = await followedTexts(session, different, following);
    const isFollowed = new Set(followed.map(({ to, place }) => JSON.stringify([to, place])));
    for (const { pair, isSame, refused } of said) {
      if (isFollowed.size > 0 && isFollowed.has(JSON.stringify([pair.counterpart.id, pair.place]))) continue;
      if (refused !== undefined && !pair.isGuess) await assertAccepted(session, before, printed.model, pair);
      if (!isSame) continue;
      const object = replaced.get(pair.object.id) ?? pair.object;
      // replacedAt keeps every other attribute.
      replaced.set(object.id, {
        ...object,
        attributes: replacedAt(object.attributes, pair.place, pair.live) as object,
      });
    }
    const { model } = recognisedAgain(live, printed, [...replaced.values()]);
    const withQueries = await canonicalQueries(session, following, model, memory);
    const { cast, rewrites, diagnostics: found } = await askColumnChanges(session, live, model);
    return { model: withQueries, cast, rewrites, followed, diagnostics: [...diagnostics, ...found] };
  };
  const canonicalised = await withSession(connection, ask, others);
  await memory.save();
  return canonicalised;
}
