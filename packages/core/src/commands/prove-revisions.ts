/** Proves revisions, hand-written ones included: each goes up, down and up again on a scratch database. */

import {
  createRunner,
  DEFAULT_LEDGER_TABLE,
  loadMigration,
  quoteIdentifier,
  type Connection,
  type DatabaseInput,
  type LedgerOptions,
  type Runner,
} from "@sluice/runner";
import type { Catalog } from "../catalog/catalog.ts";
import type { Diagnostic } from "../catalog/diagnostic.ts";
import { introspect } from "../introspect/introspect.ts";
import { differenceText } from "../proof/difference.ts";
import { rowsOf, rowsThatDiffer, type TableRows } from "../proof/rows.ts";
import { openScratch, type Scratch, type ScratchPlace } from "../proof/scratch.ts";
import { readSurroundings } from "../proof/surroundings.ts";
import { DEFAULT_SCHEMA } from "../catalog/printed-name.ts";
import { onDatabase } from "./open-database.ts";
import { migrationFiles } from "./place-revision.ts";

export interface ProveOptions {
  /** Folders of migration files. */
  readonly migrations: string | readonly string[];
  readonly recursive?: boolean | undefined;
  /** The database that the migrations are meant for: its extensions and roles are needed on the scratch database too. */
  readonly database?: DatabaseInput | undefined;
  readonly ledger?: LedgerOptions | undefined;
  /** Default: PGlite. */
  readonly scratch?: ScratchPlace | undefined;
  /** One revision alone: what it follows is applied and not proved. */
  readonly revision?: string | undefined;
  /** Where to begin: what leads there is applied and not proved. Default: base. */
  readonly from?: string | undefined;
  /** Default: heads. */
  readonly to?: string | undefined;
  /** SQL that puts rows in, run where the proof begins. */
  readonly seed?: string | undefined;
  /** Told before each revision, and whether it goes up alone: its file says that it has no way back. */
  readonly onRevision?: (revision: string, isIrreversible: boolean) => void;
}

/** What did not come back as it was. */
export interface ProofFailure {
  readonly revision: string;
  readonly direction: "upgrade" | "downgrade";
  /** For people: a unified diff of the schema, or tables whose rows are gone. */
  readonly difference: string;
}

export interface ProvedRevisions {
  readonly scratch: string;
  /** Ids, in the order in which they were proved. */
  readonly proved: readonly string[];
  /** Ids of those that only went up: their files say that they have no way back. */
  readonly irreversible: readonly string[];
  readonly failure: ProofFailure | null;
  readonly diagnostics: readonly Diagnostic[];
}

interface State {
  readonly catalog: Catalog;
  readonly serverVersion: number;
  readonly rows: ReadonlyMap<string, TableRows>;
}

async function schemasOf(connection: Connection): Promise<readonly string[]> {
  const rows = await connection.query(
    "select nspname as name from pg_catalog.pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema' order by 1",
  );
  return rows.map((row) => String(row["name"]));
}

async function stateOf({ connection }: Scratch, ledger: LedgerOptions): Promise<State> {
  const schemas = await schemasOf(connection);
  const { catalog, server } = await introspect(connection, { schemas, ledger });
  const rows = await rowsOf(connection, schemas, quoteIdentifier(ledger.table ?? DEFAULT_LEDGER_TABLE));
  return { catalog, serverVersion: server.version, rows };
}

function differenceOf(from: State, to: State): string {
  const text = differenceText(from.catalog, to.catalog, {
    server: { version: from.serverVersion },
    locks: "plain",
    defaultSchema: DEFAULT_SCHEMA,
    cast: () => "assignment",
    using: () => undefined,
  });
  return [text, ...rowsThatDiffer(from.rows, to.rows).counts].filter((part) => part !== "").join("\n");
}

function otherValues(revision: string, tables: readonly string[]): readonly Diagnostic[] {
  return tables.map((table) => ({
    code: "VALUES_NOT_RESTORED",
    severity: "warning" as const,
    object: table,
    message: `after ${revision} went up and down, rows of ${table} say something else`,
    hint: "A dropped column's values can't come back; anything else may be a downgrade that should say more.",
  }));
}

/** The extensions and, as SQL, the roles of the database that migrations are meant for. */
export async function neededBy(
  database: DatabaseInput | undefined,
): Promise<{ extensions: readonly string[]; roles: readonly string[] }> {
  if (database === undefined) return { extensions: [], roles: [] };
  return onDatabase({ database }, async ({ connection }) => readSurroundings(connection, await schemasOf(connection)));
}

/** The ids of the files that say that they have no way back. */
async function irreversibleOf(options: ProveOptions, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const { graph } = await migrationFiles(options);
  const files = await Promise.all(ids.flatMap((id) => graph.revisions.get(id) ?? []).map(loadMigration));
  const found = files.filter(({ downgrade }) => downgrade.some(({ op }) => op === "irreversible"));
  return new Set(found.map(({ revision }) => revision.id));
}

async function proveEach(
  scratch: Scratch,
  runner: Runner,
  options: ProveOptions,
): Promise<Omit<ProvedRevisions, "scratch">> {
  const { ledger = {} } = options;
  const proved: string[] = [];
  const diagnostics: Diagnostic[] = [];
  const path = await runner.plan(options.revision ?? options.to ?? "heads");
  const oneWay = await irreversibleOf(
    options,
    path.map(({ revision }) => revision),
  );
  const irreversible = path.map(({ revision }) => revision).filter((revision) => oneWay.has(revision));
  let known: State | null = null;
  const waiting: string[] = [];
  const waited = async (): Promise<void> => {
    if (waiting.length > 0) await runner.upgrade(waiting.splice(0));
  };
  for (const { revision } of path) {
    options.onRevision?.(revision, oneWay.has(revision));
    if (oneWay.has(revision)) {
      waiting.push(revision);
      known = null;
      continue;
    }
    await waited();
    const before: State = known ?? (await stateOf(scratch, ledger));
    const failed = (direction: ProofFailure["direction"], difference: string): Omit<ProvedRevisions, "scratch"> => ({
      proved,
      irreversible,
      failure: { revision, direction, difference },
      diagnostics,
    });
    await runner.upgrade(revision);
    const up = await stateOf(scratch, ledger);
    const [shown] = await runner.show(revision);
    await runner.downgrade(`${revision}@${shown?.downRevision[0] ?? "base"}`);
    const down = await stateOf(scratch, ledger);
    const lost = differenceOf(before, down);
    if (lost !== "") return failed("downgrade", lost);
    diagnostics.push(...otherValues(revision, rowsThatDiffer(before.rows, down.rows).values));
    await runner.upgrade(revision);
    const again = await stateOf(scratch, ledger);
    const differs = differenceOf(up, again);
    if (differs !== "") return failed("upgrade", differs);
    proved.push(revision);
    known = again;
  }
  await waited();
  return { proved, irreversible, failure: null, diagnostics };
}

/** What is applied before the proof begins. */
async function startOf(runner: Runner, { revision, from }: ProveOptions): Promise<readonly string[]> {
  if (revision === undefined) return from === undefined || from === "base" ? [] : [from];
  const [found] = await runner.show(revision);
  return found === undefined ? [] : [...found.downRevision, ...found.dependsOn];
}

/**
 * Proves a range of revisions: after each one's upgrade and downgrade the schema and the number of rows are what they were,
 * and its second upgrade leads where the first did. One whose file says that it has no way back only goes up.
 *
 * @throws PROOF_UNAVAILABLE, and what applying throws, naming revision and statement.
 * @example const { failure } = await proveRevisions({ migrations: "./migrations", seed: "insert into students …" });
 */
export async function proveRevisions(options: ProveOptions): Promise<ProvedRevisions> {
  const { extensions, roles } = await neededBy(options.database);
  const place = options.scratch ?? "pglite";
  const prove = async (scratch: Scratch): Promise<ProvedRevisions> => {
    try {
      if (!scratch.isSameServer) for (const role of roles) await scratch.connection.query(role);
      const { migrations, recursive, ledger } = options;
      const runner = createRunner({
        database: scratch.database,
        migrations,
        recursive,
        ...(ledger === undefined ? {} : { ledger }),
      });
      for (const target of await startOf(runner, options)) await runner.upgrade(target);
      if (options.seed !== undefined) await scratch.connection.script(options.seed);
      return { scratch: scratch.label, ...(await proveEach(scratch, runner, options)) };
    } finally {
      await scratch.close();
    }
  };
  if (place !== "server") return prove(await openScratch(place, extensions));
  return onDatabase({ database: options.database ?? "" }, async ({ database }) =>
    prove(await openScratch(place, extensions, database)),
  );
}
