/**
 * The verdict of a check that found nothing to do, kept with a hash of all that it rests on: what the models say, what was read
 * of the database, and what of the server decides what the one means and how the other prints. While none of it changes, the
 * verdict stands, and nothing is read or compared again.
 */

import { createHash, hash } from "node:crypto";
import { answerFile } from "../canonical/answer-file.ts";
import { wideSurroundingsOf } from "../canonical/surroundings.ts";
import type { Diagnostic } from "../catalog/diagnostic.ts";
import { fingerprint } from "../introspect/fingerprint.ts";
import type { Model } from "../model/read-model.ts";
import type { CompareOptions, Comparison } from "./comparison.ts";
import { readSchemas, scopeOf, type Reading } from "./reading.ts";

export interface Verdict {
  /** The schemas that were read. */
  readonly schemas: readonly string[];
  /** What was found besides. */
  readonly diagnostics: readonly Diagnostic[];
}

interface Kept extends Verdict {
  /** A hash of all that it rests on. */
  readonly grounds: string;
}

export interface VerdictMemory {
  /** The verdict on everything as it is now; null where there is none. @throws what loading the models throws */
  recall(): Promise<Verdict | null>;
  /** Keeps the verdict of a comparison that found nothing to do. */
  keep(comparison: Comparison): Promise<void>;
}

const FORGETFUL: VerdictMemory = { recall: () => Promise.resolve(null), keep: () => Promise.resolve() };

/** The answer of a scratch database rests on more than is hashed. */
const ELSEWHERE = "ASKED_ELSEWHERE";
/** Looked for anew each time. */
const LEFT = "LEFT_BEHIND";

/** Functions of the user's may answer otherwise each time. */
function isRepeatable({ includeName, includeObject, compareType }: CompareOptions): boolean {
  return includeName === undefined && includeObject === undefined && compareType === undefined;
}

/** All that the options say, but for where things are. */
function optionsText(options: CompareOptions): string {
  const { database: _, schema: __, ...rest } = options;
  return JSON.stringify(rest);
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

/** The verdicts on what is being read; none are kept where the options name no file for them. */
export function verdictsOn(reading: Reading): VerdictMemory {
  const { open, options, loading, onAsked } = reading;
  if (options.answers === undefined || !isRepeatable(options)) return FORGETFUL;
  const store = answerFile(options.answers);
  const words = optionsText(options);
  const place = hash("sha256", `verdict ${open.database.label} ${words}`, "base64url").slice(0, 22);
  // Before anything is compared: what changes meanwhile makes another's verdict of this one.
  const surroundings = wideSurroundingsOf(open.connection).catch(() => null);
  const groundsOf = async (model: Model, read: string): Promise<string> =>
    hash("sha256", [words, await surroundings, read, modelHash(model)].join("\n"), "base64url");
  return {
    async recall() {
      const line = (await store.read()).get(place);
      if (line === undefined) return null;
      // Only what was kept below is in that place.
      const kept = JSON.parse(line) as Kept;
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
      const kept: Kept = {
        grounds: await groundsOf(model, live.fingerprint),
        schemas,
        diagnostics: diagnostics.filter(({ code }) => code !== LEFT),
      };
      await store.add(new Map([[place, JSON.stringify(kept)]]));
    },
  };
}
