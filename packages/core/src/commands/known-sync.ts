/**
 * That a check found nothing to do, kept with a hash of all that this rests on: what the models say, what was read of the
 * database, and what of the server decides what the one means and how the other prints. While none of it changes, it is so, and
 * nothing is read or compared again.
 */

import { createHash, hash } from "node:crypto";
import { answerFile } from "../canonical/answer-file.ts";
import { wideSurroundingsOf } from "../canonical/surroundings.ts";
import type { Diagnostic } from "../catalog/diagnostic.ts";
import { fingerprint } from "../introspect/fingerprint.ts";
import type { Model } from "../model/read-model.ts";
import type { CompareOptions, Comparison } from "./comparison.ts";
import { readSchemas, scopeOf, type Reading } from "./reading.ts";

export interface Sync {
  /** The schemas that were read. */
  readonly schemas: readonly string[];
  /** What was found besides. */
  readonly diagnostics: readonly Diagnostic[];
}

interface KeptSync extends Sync {
  /** A hash of all that it rests on. */
  readonly grounds: string;
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
  const { database: _, schema: __, scratch: ___, includeName, includeObject, compareType, ...rest } = options;
  if (includeName !== undefined || includeObject !== undefined || compareType !== undefined) return null;
  try {
    return JSON.stringify(rest);
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
  return sum.digest("hex");
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
  const place = hash("sha256", `sync ${open.database.label} ${words}`, "base64url").slice(0, 22);
  // Before anything is compared: what changes meanwhile is then another ground.
  const surroundings = wideSurroundingsOf(open.connection).catch(() => null);
  const groundsOf = async (model: Model, read: string): Promise<string> =>
    hash("sha256", [words, await surroundings, read, modelHash(model)].join("\n"), "base64url");
  return {
    async recall() {
      const line = (await store.read()).get(place);
      if (line === undefined) return null;
      // Only what was kept below is in that place.
      const kept = JSON.parse(line) as KeptSync;
      const [loaded, read] = await Promise.allSettled([
        loading,
        fingerprint(open.connection, { ...scopeOf(options, kept.schemas), onAsked }),
      ]);
      if (loaded.status === "rejected") throw loaded.reason;
      // What stands in its way is told by who reads.
      if (read.status === "rejected" || (await surroundings) === null) return null;
      if (!isSame(readSchemas(reading, loaded.value).schemas, kept.schemas)) return null;
      return (await groundsOf(loaded.value, read.value)) === kept.grounds ? kept : null;
    },
    async keep({ model, live, schemas, operations, renameCandidates, diagnostics }) {
      const isNothing = operations.length === 0 && renameCandidates.length === 0;
      if (!isNothing || diagnostics.some(({ code }) => code === ELSEWHERE) || (await surroundings) === null) return;
      const kept: KeptSync = {
        grounds: await groundsOf(model, live.fingerprint),
        schemas,
        diagnostics: diagnostics.filter(({ code }) => code !== LEFT),
      };
      await store.add(new Map([[place, JSON.stringify(kept)]]));
    },
  };
}
