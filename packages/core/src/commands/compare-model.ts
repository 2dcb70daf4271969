/** Plans the way from what a database has to a model, both read. */

import {
  codeOf,
  isSqlText,
  planStatements,
  sluiceError,
  type Connection,
  type Operation,
  type SqlText,
} from "@sluice/runner";
import { answerFile } from "../canonical/answer-file.ts";
import { canonicalise, type Canonicalised } from "../canonical/canonicalise.ts";
import { withTexts } from "../canonical/followed.ts";
import type { Others } from "../canonical/session.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { objectId, type ObjectId } from "../catalog/object.ts";
import { DEFAULT_SCHEMA } from "../catalog/printed-name.ts";
import { assertRenamesFit, renamed, withHints } from "../diff/decided.ts";
import { reconcile } from "../diff/reconcile.ts";
import { freeRenames, renameCandidates, renamedCatalog, type Rename, type RenameCandidate } from "../diff/renames.ts";
import { includedObjects, withComparedTypes } from "../filters/hooks.ts";
import type { LiveDatabase } from "../introspect/introspect.ts";
import type { PlanContext } from "../kinds/kind.ts";
import type { Model } from "../model/read-model.ts";
import { planMigration } from "../plan/plan.ts";
import type { CompareOptions, Comparison } from "./comparison.ts";
import { withoutTrees } from "./looked-at.ts";
import { missedFindings } from "./missed.ts";
import { undecided } from "./undecided.ts";
import { rested, unrestedFinding } from "./rested.ts";

function usingOf(given: Readonly<Record<string, SqlText>> | undefined): (column: ObjectId) => SqlText | undefined {
  const known = new Map<ObjectId, SqlText>();
  for (const [name, using] of Object.entries(given ?? {})) {
    // Drizzle's own sql`…` is another thing.
    if (!isSqlText(using)) {
      throw sluiceError("INVALID_SQL", `using: what is given for ${name} is no SQL`, {
        hint: 'Write it with the tag of @sluice/runner: using: { "fees.amount": sql`amount::numeric` }.',
        details: { column: name },
      });
    }
    const path = name.split(".");
    known.set(objectId("column", path.length === 2 ? [DEFAULT_SCHEMA, ...path] : path), using);
  }
  return (column) => known.get(column);
}

function plan(
  context: PlanContext,
  renames: readonly Rename[],
  settled: (catalog: Catalog) => Catalog,
): readonly Operation[] {
  const { catalog, operations } = renamed(context, renames, settled);
  return [...operations, ...planMigration({ ...context, from: catalog })];
}

/** What is planned. Where a type has no cast to the next, that one may be the type itself under another name. */
function planned(candidates: readonly RenameCandidate[], work: () => readonly Operation[]): readonly Operation[] {
  try {
    return work();
  } catch (cause) {
    if (candidates.length > 0 && codeOf(cause) === "CAST_REQUIRED") throw undecided(candidates);
    throw cause;
  }
}

/** Plans the way from what a database has to a model. The server is asked what the model's expressions mean. */
export async function compareModel(
  connection: Connection,
  model: Model,
  found: LiveDatabase,
  options: CompareOptions,
  others?: Others,
): Promise<Omit<Comparison, "pending" | "unknown" | "schemas">> {
  const kept = includedObjects(withoutTrees(found.catalog, model.existing), model.catalog, options.includeObject);
  const live = { ...found, catalog: kept.live };
  const told = withHints(kept.model, live.catalog, options.renames ?? []);
  const answers = options.answers === undefined ? undefined : answerFile(options.answers);
  const asked = (renames: readonly Rename[]): Promise<Canonicalised> =>
    canonicalise(connection, kept.model, live.catalog, renames, DEFAULT_SCHEMA, answers, others);
  const first = await asked(told);
  const free = freeRenames(told.reduce(renamedCatalog, live.catalog), first.model);
  const decided = [...told, ...free];
  const canonical = free.length === 0 ? first : await asked(decided);
  const settled = (catalog: Catalog): Catalog => withTexts(catalog, canonical.followed, "after");
  const from = settled(decided.reduce(renamedCatalog, live.catalog));
  const reconciled = reconcile(from, withComparedTypes(from, canonical.model, options.compareType));
  const { target, unrested } = rested(reconciled.target, live.catalog, found.catalog);
  assertRenamesFit(decided, live.catalog, target);
  const context = {
    server: live.server,
    locks: options.locks ?? "brief",
    defaultSchema: DEFAULT_SCHEMA,
    cast: canonical.cast.kind,
    rewrites: canonical.rewrites,
    using: usingOf(options.using),
  };
  const candidates = options.noRenames === true ? [] : renameCandidates(from, target);
  const operations = planned(candidates, () => plan({ ...context, from: live.catalog, to: target }, decided, settled));
  const statements = planStatements(operations, { serverVersion: live.server.version }).flatMap(
    (each) => each.statements,
  );
  const tables = [...live.catalog.values()].filter((object) => object.kind === "table");
  return {
    live,
    found: found.catalog,
    model,
    renamed: from,
    target,
    operations,
    downgrade: () =>
      plan(
        { ...context, from: target, to: live.catalog, using: usingOf(options.downUsing) },
        decided.map(({ kind, from: was, to }) => ({ kind, from: to, to: was })).toReversed(),
        (catalog) => withTexts(catalog, canonical.followed, "before"),
      ),
    statements,
    hazards: statements.flatMap((statement) => statement.hazards),
    diagnostics: [
      ...model.diagnostics,
      ...canonical.diagnostics,
      ...reconciled.diagnostics,
      ...unrested.map(unrestedFinding),
      ...missedFindings(from, target, operations),
      ...live.unmanaged,
    ],
    renameCandidates: candidates,
    unrested,
    droppedTables: operations.flatMap((operation) => (operation.op === "dropTable" ? [operation.name] : [])),
    tableCount: tables.length,
    context,
  };
}
