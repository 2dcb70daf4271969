/** Compares a database with models: what check tells and gen writes down. */

import { DEFAULT_SCHEMA } from "../catalog/printed-name.ts";
import { moveCandidates } from "../diff/renames.ts";
import { introspect } from "../introspect/introspect.ts";
import { answeringScratch } from "./answering-scratch.ts";
import { compareModel } from "./compare-model.ts";
import type { CompareOptions, Comparison } from "./comparison.ts";
import { lookedAt } from "./looked-at.ts";
import type { OpenDatabase } from "./open-database.ts";
import { hasSessions, leftBehindBy, readSchemas, scopeOf, withReading, type Reading } from "./reading.ts";

/** Both sides, read: the models are bundled, and the ledger is read, while the server reads its catalogs. */
export async function compare(reading: Reading): Promise<Comparison> {
  const { open, options, loading, onAsked, wanted, status } = reading;
  const { connection } = open;
  // Most models speak of the default schema alone.
  const guess = wanted ?? [DEFAULT_SCHEMA];
  const [loaded, read, early] = await Promise.allSettled([
    loading,
    introspect(connection, { ...scopeOf(options, guess), onAsked }),
    hasSessions(open) ? status() : null,
  ]);
  if (loaded.status === "rejected") throw loaded.reason;
  if (read.status === "rejected") throw read.reason;
  const model = loaded.value;
  const { declared, told, schemas } = readSchemas(reading, model);
  const isGuessed = schemas.length === guess.length && schemas.every((schema) => guess.includes(schema));
  const found = isGuessed ? read.value : await introspect(connection, scopeOf(options, schemas));
  const live = { ...found, catalog: lookedAt(found.catalog, declared, told) };
  const scratch = answeringScratch(open, found, schemas, DEFAULT_SCHEMA, options.scratch);
  const another = hasSessions(open) ? () => open.database.connect() : undefined;
  const others = { elsewhere: scratch.connect, another };
  const comparison = await compareModel(connection, model, live, options, others).finally(scratch.close);
  if (early.status === "rejected") throw early.reason;
  const { pending, missing } = await status();
  // Of the default schema everything was read, though the models may speak of others alone.
  const isElsewhere = wanted === null && options.noRenames !== true && !schemas.includes(DEFAULT_SCHEMA);
  const moved = isElsewhere ? moveCandidates(read.value.catalog, comparison.renamed, comparison.target) : [];
  return {
    ...comparison,
    diagnostics: [...scratch.diagnostics(), ...comparison.diagnostics, ...(await leftBehindBy(reading, schemas))],
    renameCandidates: [...comparison.renameCandidates, ...moved],
    schemas,
    pending,
    unknown: missing,
  };
}

/**
 * Reads both sides and plans the way between them, in a fixed number of round trips, for the length of some work.
 *
 * @throws whatever connecting, loading, reading and planning throw; nothing is written anywhere.
 */
export async function comparing<T>(
  options: CompareOptions,
  work: (comparison: Comparison, open: OpenDatabase) => T | Promise<T>,
): Promise<T> {
  return withReading(options, async (begun) => work(await compare(begun), begun.open));
}
