/**
 * That a check found nothing to do, kept with a hash of all that this rests on: what the models say, what was read of the
 * database, and what of the server decides what the one means and how the other prints. While none of it changes, it is so, and
 * nothing is read or compared again.
 */

import { createHash, hash } from "node:crypto";
import { isSqlText, truncateIdentifier, type Connection } from "@sluice/runner";
import { answerFile } from "../canonical/answer-file.ts";
import { holdsQuery, namesByText } from "../canonical/named-shapes.ts";
import { shapesOf, surroundingsOf } from "../canonical/surroundings.ts";
import type { Diagnostic } from "../catalog/diagnostic.ts";
import { fingerprint } from "../introspect/fingerprint.ts";
import { mentionedNames } from "../model/mentioned-names.ts";
import type { Model } from "../model/read-model.ts";
import type { CompareOptions, Comparison } from "./comparison.ts";
import { readSchemas, scopeOf, type Reading } from "./reading.ts";

export interface Sync {
  /** The schemas that were read. */
  readonly schemas: readonly string[];
  /** What was found besides. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What the models say, and how the relations look that are part of what it means: of those that are compared, all is read. */
interface Said {
  readonly model: string;
  /** What the models' queries and constants may name. */
  readonly names: readonly string[];
  readonly shapes: string;
}

/** Hashes of all that it rests on, and of what is in the database and around it. */
interface KeptSync extends Sync, Said {
  readonly database: string;
}

export interface SyncMemory {
  /** What was in sync and is so now, as nothing has changed; null where that is not known. @throws what loading the models throws */
  recall(): Promise<Sync | null>;
  /** Keeps a comparison that found nothing to do. */
  keep(comparison: Comparison): Promise<void>;
}

const FORGETFUL: SyncMemory = { recall: () => Promise.resolve(null), keep: () => Promise.resolve() };

/** The answer of a scratch database rests on more than is hashed. */
const ELSEWHERE = "ASKED_ELSEWHERE";
/** Looked for anew each time. */
const LEFT = "LEFT_BEHIND";

/** All that the options say, but for where things are; null where what they hold may answer otherwise each time. */
function optionsText(options: CompareOptions): string | null {
  const { includeName, includeObject, compareType } = options;
  if (includeName !== undefined || includeObject !== undefined || compareType !== undefined) return null;
  try {
    return JSON.stringify({ ...options, database: undefined, schema: undefined, scratch: undefined });
  } catch {
    // Something that runs: it goes round in itself.
    return null;
  }
}

/** Objects whose text is made in one go. */
const AT_ONCE = 512;

/** Of plain data, all of it. */
function modelHash({ catalog, ...rest }: Model): string {
  const sum = createHash("sha256").update(JSON.stringify(rest));
  const objects = [...catalog.values()];
  for (let start = 0; start < objects.length; start += AT_ONCE)
    sum.update(JSON.stringify(objects.slice(start, start + AT_ONCE)));
  return sum.digest("base64url");
}

/** The texts of SQL in an object's attributes. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return NO_TEXTS;
  if (isSqlText(value)) return [value.sql];
  let texts = NO_TEXTS;
  for (const each of Object.values(value)) {
    const found = textsIn(each);
    if (found.length > 0) texts = [...texts, ...found];
  }
  return texts;
}

const NO_TEXTS: readonly string[] = [];

/** Relations that a model's queries and constants may name, whatever schema they are in. */
function namesRead({ catalog }: Model): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { attributes } of catalog.values())
    for (const text of textsIn(attributes))
      if (holdsQuery(text) || namesByText(text))
        for (const name of mentionedNames(text)) names.add(truncateIdentifier(name));
  return names;
}

async function shapesHash(connection: Connection, names: readonly string[]): Promise<string> {
  const shapes = names.length === 0 ? [] : [...(await shapesOf(connection, new Set(names)))];
  const sorted = shapes.toSorted(([one], [other]) => (one < other ? -1 : 1));
  return hash("sha256", JSON.stringify(sorted), "base64url");
}

async function saidBy(connection: Connection, model: Model): Promise<Said> {
  const names = [...namesRead(model)];
  return { model: modelHash(model), names, shapes: await shapesHash(connection, names) };
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((each, place) => each === other[place]);
}

/** What is known of what is being read; nothing where the options name no file for it. */
export function syncMemory(reading: Reading): SyncMemory {
  const { open, options, loading, onAsked } = reading;
  const words = options.answers === undefined ? null : optionsText(options);
  if (options.answers === undefined || words === null) return FORGETFUL;
  const store = answerFile(options.answers);
  const place = hash("sha256", `in sync ${open.database.label} ${words}`, "base64url").slice(0, 22);
  // Before anything is compared: what changes meanwhile is then another ground.
  const surroundings = surroundingsOf(open.connection).catch(() => null);
  let said: Promise<Said | null> = Promise.resolve(null);
  const databaseHash = async (read: string): Promise<string> =>
    hash("sha256", `${await surroundings}\n${read}`, "base64url");
  const recalled = async (): Promise<Sync | null> => {
    const line = await store.find(place);
    if (line === null) return null;
    // Only what was kept below is in that place.
    const kept = JSON.parse(line) as KeptSync;
    const asked = fingerprint(open.connection, { ...scopeOf(options, kept.schemas), onAsked });
    const shapes = shapesHash(open.connection, kept.names).catch(() => null);
    // What stands in its way is told by who reads; who has to read begins while the models are loaded.
    const read = await asked.catch(() => null);
    if (read === null || (await surroundings) === null || (await databaseHash(read)) !== kept.database) return null;
    if ((await shapes) !== kept.shapes) return null;
    const model = await loading;
    if (!isSame(readSchemas(reading, model).schemas, kept.schemas)) return null;
    return modelHash(model) === kept.model ? kept : null;
  };
  return {
    async recall() {
      const sync = await recalled();
      // Before anything is compared, as above.
      if (sync === null) said = loading.then((model) => saidBy(open.connection, model)).catch(() => null);
      return sync;
    },
    async keep({ live, schemas, operations, renameCandidates, diagnostics }) {
      const isNothing = operations.length === 0 && renameCandidates.length === 0;
      if (!isNothing || diagnostics.some(({ code }) => code === ELSEWHERE)) return;
      const modelSaid = await said;
      if (modelSaid === null || (await surroundings) === null) return;
      const kept: KeptSync = {
        ...modelSaid,
        database: await databaseHash(live.fingerprint),
        schemas,
        diagnostics: diagnostics.filter(({ code }) => code !== LEFT),
      };
      await store.add(new Map([[place, JSON.stringify(kept)]]));
    },
  };
}
