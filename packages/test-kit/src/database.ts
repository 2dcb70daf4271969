/** Throw-away databases on the servers of this run, cloned from templates. */

import { createHash, randomBytes } from "node:crypto";
import postgres from "postgres";
import { server as serverOf } from "./servers.ts";
import type { Server } from "./server.ts";

export interface TestDatabase {
  readonly url: string;
  readonly name: string;
  readonly major: number;
  /** Runs SQL and gives the rows of its last statement. */
  query(text: string): Promise<readonly Record<string, unknown>[]>;
  drop(): Promise<void>;
}

export interface TestDatabaseOptions {
  /** Default: the newest server. */
  readonly server?: Server;
  /** What is in it from the start; databases with the same text are cloned from one template. */
  readonly sql?: string;
  /** A database of the same server to clone; nobody may be connected to it. */
  readonly from?: TestDatabase;
  /** Don't keep a template: what it holds can keep a role from being dropped. */
  readonly isUnique?: boolean;
}

const templates = new Map<string, Promise<string>>();

function quiet(url: string): postgres.Sql {
  return postgres(url, { max: 1, onnotice: () => undefined, fetch_types: false });
}

async function onServer<T>(server: Server, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = quiet(server.url);
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

function databaseUrl(server: Server, name: string): string {
  return server.url.replace(/[^/]+$/, name);
}

async function template(server: Server, text: string): Promise<string> {
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 16);
  // A worker goes on to other files, which know nothing of this one's templates.
  const name = `template_${process.pid}_${hash}_${randomBytes(4).toString("hex")}`;
  await onServer(server, (sql) => sql.unsafe(`create database ${name}`));
  const sql = quiet(databaseUrl(server, name));
  try {
    await sql.unsafe(text).simple();
  } finally {
    await sql.end();
  }
  return name;
}

function templateFor(server: Server, text: string): Promise<string> {
  const key = `${server.url}\n${text}`;
  const known = templates.get(key) ?? template(server, text);
  templates.set(key, known);
  return known;
}

/** A database of its own for one test. */
export async function testDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const server = options.server ?? serverOf();
  const content = options.sql ?? "";
  const needsTemplate = options.from === undefined && options.isUnique !== true && content.trim() !== "";
  const source = needsTemplate ? await templateFor(server, content) : (options.from?.name ?? null);
  // A worker goes on to other files: what a failed test of this one left there is not theirs.
  const name = `test_${process.env["JEST_WORKER_ID"] ?? "0"}_${process.pid}_${randomBytes(4).toString("hex")}`;
  await onServer(server, (sql) => sql.unsafe(`create database ${name}${source === null ? "" : ` template ${source}`}`));
  const url = databaseUrl(server, name);
  if (!needsTemplate && content.trim() !== "") {
    const sql = quiet(url);
    await sql
      .unsafe(content)
      .simple()
      .finally(() => sql.end());
  }
  return {
    url,
    name,
    major: server.major,
    async query(text) {
      const sql = quiet(url);
      try {
        const result: unknown = await sql.unsafe(text).simple();
        // Several statements give one result each.
        const last: unknown = Array.isArray(result) && Array.isArray(result[0]) ? result.at(-1) : result;
        return Array.isArray(last) ? [...(last as Record<string, unknown>[])] : [];
      } finally {
        await sql.end();
      }
    },
    drop: () =>
      onServer(server, async (sql) => void (await sql.unsafe(`drop database if exists ${name} with (force)`))),
  };
}

/** Does work on a database of its own, which is gone afterwards. `sql`: what it starts with. */
export async function withDatabase(sql: string, work: (database: TestDatabase) => Promise<void>): Promise<void> {
  const database = await testDatabase({ sql });
  try {
    await work(database);
  } finally {
    await database.drop();
  }
}
