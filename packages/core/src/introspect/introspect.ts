/** Reads the declared schemas of a live database in one snapshot, with a fixed number of round trips. */

import { setImmediate } from "node:timers/promises";
import { isSluiceError, type Connection } from "@sluice/runner";
import { catalogOf } from "../catalog/catalog.ts";
import type { Diagnostic } from "../catalog/diagnostic.ts";
import type { ObjectId } from "../catalog/object.ts";
import type { AnyObject, ModelledCatalog } from "../kinds/index.ts";
import type { LiveReader, ServerInfo } from "../kinds/kind.ts";
import { liveFacts, type LiveFacts } from "../kinds/live-facts.ts";
import type { LeftAloneOptions } from "./left-alone.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { READERS } from "./queries.ts";
import { readRows, type Rows } from "./read.ts";
import { includesBoth, type IncludeName } from "../filters/include-name.ts";
import { findScope, type FoundScope } from "./scope.ts";
import { inSnapshot } from "./snapshot.ts";
import { unmanagedDiagnostics, unmanagedQuery } from "./unmanaged.ts";

export interface IntrospectOptions extends LeftAloneOptions {
  /** The declared schemas. Nothing outside them is read. */
  readonly schemas: readonly string[];
  /** Patterns of tables to leave alone, by name or as `schema.table`. What belongs to them is left alone with them. */
  readonly exclude?: readonly string[];
  /** Sluice's own ledger is never read. Default: the default name, in any schema. */
  readonly ledger?: NonNullable<LeftAloneOptions["ledger"]>;
  /** Whether a table is in the models: then it is read even where its name is another tool's ledger's. */
  readonly isDeclared?: (schema: string, table: string) => boolean;
  readonly includesSchema?: ((schema: string) => boolean) | undefined;
  /** Whether a role is read. Roles are the whole cluster's. Default: none is. */
  readonly isManagedRole?: ((name: string) => boolean) | undefined;
  /** See {@link IncludeName}. */
  readonly includeName?: IncludeName | undefined;
  /** Called when all that is known to be asked is sent, and the server has the word. */
  readonly onAsked?: (() => void) | undefined;
}

export interface LiveDatabase {
  readonly catalog: ModelledCatalog;
  readonly server: ServerInfo;
  /** What is in the declared schemas and Sluice does not manage. */
  readonly unmanaged: readonly Diagnostic[];
  /** Of all that was read: while it is the same, so is the rest. See {@link fingerprint}. */
  readonly fingerprint: string;
}

interface Read {
  readonly objects: readonly AnyObject[];
  readonly unmanaged: readonly Diagnostic[];
  readonly fingerprint: string;
}

const ATTEMPTS = 3;

interface Registered {
  readonly rows: Rows<unknown>;
  readonly hashes: readonly string[];
}

/** Rows of a reader, known to all the others. */
async function registeredRows(
  connection: Connection,
  reader: LiveReader<AnyObject>,
  scope: FoundScope,
  facts: LiveFacts,
): Promise<Registered> {
  const { notes } = reader;
  const [noted, rows] = await Promise.all([
    notes === undefined ? null : readRows(connection, notes.query(scope)),
    readRows(connection, reader.query(scope)),
  ]);
  noted?.forEach((row) => notes?.register(row, facts));
  if (reader.register !== undefined) rows.forEach((row) => reader.register?.(row, facts));
  return { rows, hashes: noted === null ? [rows.hash] : [noted.hash, rows.hash] };
}

/** All answers; the first failure once every answer is there, so that none is under way when the transaction ends. */
async function allSettled<const T extends readonly unknown[]>(answers: {
  readonly [P in keyof T]: Promise<T[P]>;
}): Promise<T> {
  await Promise.allSettled(answers);
  return Promise.all(answers);
}

async function readAll(connection: Connection, scope: FoundScope, onAsked = (): void => undefined): Promise<Read> {
  const facts = liveFacts(scope.named);
  // All are sent before the first is answered: a driver that can pipelines them.
  const answers = allSettled([
    allSettled(READERS.map((reader) => registeredRows(connection, reader, scope, facts))),
    allSettled([readRows(connection, unmanagedQuery(scope))] as const),
  ] as const);
  onAsked();
  const [rowsOfKinds, [found]] = await answers;
  const objects: AnyObject[] = [];
  for (const [place, reader] of READERS.entries()) {
    // There may be many: whoever else waits for this process is answered in between.
    await setImmediate();
    rowsOfKinds[place]?.rows.forEach((row) => {
      const object = reader.object(row, facts);
      if (object !== null) objects.push(object);
    });
  }
  const unmanaged: Diagnostic[] = [];
  found.forEach((row) => unmanaged.push(...unmanagedDiagnostics(row)));
  const hashes = [...rowsOfKinds.flatMap((each) => each.hashes), found.hash];
  return { objects, unmanaged, fingerprint: fingerprintOf(scope, hashes) };
}

/** Without what the user leaves out. Parents come before what belongs to them. */
function included(objects: readonly AnyObject[], { includeName }: IntrospectOptions): readonly AnyObject[] {
  if (includeName === undefined) return objects;
  const gone = new Set<ObjectId>();
  return objects.filter((object) => {
    const { path, parent } = object;
    const [schema, table] = path.slice(0, -1);
    const place = { ...(schema === undefined ? {} : { schema }), ...(table === undefined ? {} : { table }) };
    const isIn = (parent === null || !gone.has(parent)) && includeName(path.at(-1) ?? "", object.kind, place);
    if (!isIn) gone.add(object.id);
    return isIn;
  });
}

async function attempt(connection: Connection, options: IntrospectOptions): Promise<LiveDatabase> {
  return inSnapshot(connection, async () => {
    const scope = await findScope(connection, { ...options, ...includesBoth(options, options.includeName) });
    const { objects, unmanaged, fingerprint } = await readAll(connection, scope, options.onAsked);
    return {
      catalog: catalogOf(included(objects, options)),
      server: { version: scope.version, roles: scope.roles, types: scope.types },
      unmanaged: [...scope.diagnostics, ...unmanaged],
      fingerprint,
    };
  });
}

/**
 * Reads the declared schemas: never more, nor what belongs to an extension, partitions, or ledgers. Nothing is locked but
 * for reading, nothing is written, and the session is left as it was. The number of round trips does not depend on what is
 * in the database.
 *
 * @throws UNSUPPORTED_SERVER before PostgreSQL 14; CHANGED_MEANWHILE where other sessions go on changing what is read.
 * @example const { catalog } = await introspect(connection, { schemas: ["public"] });
 */
export async function introspect(connection: Connection, options: IntrospectOptions): Promise<LiveDatabase> {
  for (let count = 1; ; count += 1) {
    try {
      return await attempt(connection, options);
    } catch (cause) {
      if (count === ATTEMPTS || !isSluiceError(cause) || cause.code !== "CHANGED_MEANWHILE") throw cause;
    }
  }
}
