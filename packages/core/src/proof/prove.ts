/**
 * Proves a migration on a scratch database before anybody reviews it: the live schema is made there, goes up and equals the
 * models, goes down and equals what it was. No row of the user's is read or copied.
 */

import {
  messageOf,
  planStatements,
  sluiceError,
  type Database,
  type Operation,
  type SluiceError,
} from "@sluice/runner";
import type { Catalog } from "../catalog/catalog.ts";
import type { PlanContext } from "../kinds/kind.ts";
import { kindOf } from "../kinds/index.ts";
import { planMigration } from "../plan/plan.ts";
import { differenceText } from "./difference.ts";
import { runAtOnce, runInRounds } from "./rebuild.ts";
import { onScratch } from "./on-scratch.ts";
import type { Scratch, ScratchPlace } from "./scratch.ts";
import type { Surroundings } from "./surroundings.ts";

/** What a proof was. */
export interface Proof {
  /** Where it ran: `PGlite`, or a database. */
  readonly scratch: string;
}

/** What it takes to make a live schema elsewhere. */
export interface RebuildInput {
  readonly live: Catalog;
  readonly surroundings: Surroundings;
  readonly context: Omit<PlanContext, "from" | "to">;
}

export interface ProofInput extends RebuildInput {
  readonly database: Database;
  readonly upgrade: readonly Operation[];
  readonly downgrade: readonly Operation[];
  /** Reads the declared schemas of the scratch database. */
  readonly read: (scratch: Scratch) => Promise<Catalog>;
  /** What still leads from the scratch database to the models, as operations and as a difference of texts. */
  readonly toModel: (scratch: Scratch) => Promise<{ readonly operations: readonly Operation[]; readonly text: string }>;
}

/** Statements that make a catalog in an empty database. */
function creation(catalog: Catalog, context: RebuildInput["context"]): readonly string[] {
  const isDefault = ({ path }: { readonly path: readonly string[] }): boolean =>
    path.length === 1 && path[0] === context.defaultSchema;
  const from = new Map([...catalog].filter(([, object]) => isDefault(object)));
  // What is the cluster's stands around the schema already.
  const to = new Map([...catalog].filter(([, object]) => kindOf(object).changes.isOfCluster !== true));
  const operations = planMigration({ ...context, from, to });
  return statementTexts(operations, context.server.version);
}

/** Work on rows has nothing to work on there. */
const ON_ROWS: ReadonlySet<Operation["op"]> = new Set(["run", "backfill"]);

function statementTexts(operations: readonly Operation[], serverVersion: number): readonly string[] {
  return planStatements(
    operations.filter(({ op }) => !ON_ROWS.has(op)),
    { serverVersion },
  ).flatMap(({ statements }) => statements.map(({ text }) => text));
}

export async function versionOf(scratch: Scratch): Promise<number> {
  const [row] = await scratch.connection.query("select current_setting('server_version_num')::int as version");
  return Number(row?.["version"]);
}

/** The live schema, made in the scratch database. */
export async function rebuild(scratch: Scratch, input: RebuildInput, version: number): Promise<void> {
  const { connection } = scratch;
  const { surroundings, live } = input;
  const roles = scratch.isOwnServer ? surroundings.wholeRoles : scratch.isSameServer ? [] : surroundings.roles;
  const around = [...roles, ...surroundings.statements];
  const managed = creation(live, { ...input.context, server: { version } });
  await connection.query("set check_function_bodies = off");
  if (await runAtOnce(connection, [...around, ...managed])) return;
  const refused = await runInRounds(connection, [...around, ...managed]);
  const missing = refused.find(({ text }) => managed.includes(text));
  if (missing === undefined) return;
  const reason = messageOf(missing.cause);
  throw sluiceError(
    "PROOF_UNAVAILABLE",
    `the schema can't be made on the scratch database (${scratch.label}): ${reason}`,
    {
      hint: "Use a scratch database that has what is missing: --scratch server, or --scratch <url of an empty database>. --no-proof skips the proof.",
      details: { scratch: scratch.label, statement: missing.text },
      cause: missing.cause,
    },
  );
}

function failed(
  scratch: Scratch,
  direction: "upgrade" | "downgrade",
  message: string,
  rest: object,
  cause?: unknown,
): SluiceError {
  return sluiceError("PROOF_FAILED", `proved on ${scratch.label}, the ${direction} ${message}`, {
    hint: "Nothing was written. This is a fault of Sluice or of a hook that changed the operations; --no-proof writes the file all the same.",
    details: { direction, scratch: scratch.label, ...rest },
    cause,
  });
}

async function run(
  scratch: Scratch,
  direction: "upgrade" | "downgrade",
  operations: readonly Operation[],
  version: number,
): Promise<void> {
  for (const text of statementTexts(operations, version)) {
    try {
      await scratch.connection.query(text);
    } catch (cause) {
      const reason = messageOf(cause);
      throw failed(scratch, direction, `fails: ${reason}\n\n${text}`, { statement: text }, cause);
    }
  }
}

/** Elsewhere than on a server that is thrown away, such an operation would be no trial. */
const OF_CLUSTER: ReadonlySet<Operation["op"]> = new Set(["createRole", "alterRole", "dropRole", "renameRole"]);

function assertHarmless(scratch: Scratch, operations: readonly Operation[]): void {
  const first = operations.find(({ op }) => OF_CLUSTER.has(op));
  if (first === undefined || scratch.isOwnServer) return;
  throw sluiceError(
    "PROOF_UNAVAILABLE",
    `${first.op} can't be tried on ${scratch.label}: roles are the whole cluster's`,
    {
      hint: "Prove it on PGlite, which is a server of its own, or skip the proof with --no-proof.",
      details: { scratch: scratch.label, operation: first },
    },
  );
}

async function proveOn(scratch: Scratch, input: ProofInput): Promise<Proof> {
  assertHarmless(scratch, [...input.upgrade, ...input.downgrade]);
  const version = await versionOf(scratch);
  await rebuild(scratch, input, version);
  const before = await input.read(scratch);
  await run(scratch, "upgrade", input.upgrade, version);
  const left = await input.toModel(scratch);
  if (left.operations.length > 0) {
    throw failed(scratch, "upgrade", `does not reach the models:\n\n${left.text}`, {
      operations: left.operations,
      difference: left.text,
    });
  }
  await run(scratch, "downgrade", input.downgrade, version);
  const difference = differenceText(before, await input.read(scratch), { ...input.context, server: { version } });
  if (difference !== "") {
    throw failed(scratch, "downgrade", `does not restore the database:\n\n${difference}`, { difference });
  }
  return { scratch: scratch.label };
}

/**
 * Proves a migration.
 *
 * @param place where; left out: see {@link onScratch}.
 * @throws PROOF_FAILED with the difference; PROOF_UNAVAILABLE where there is no place to prove it.
 */
export function prove(input: ProofInput, place?: ScratchPlace): Promise<Proof> {
  return onScratch(place, input.surroundings.extensions, input.database, (scratch) => proveOn(scratch, input));
}
