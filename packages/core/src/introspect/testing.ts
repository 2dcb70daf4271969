/** What the tests of the live readers share: a database made of SQL, read on every server of the run and on PGlite. */

import { databaseFrom, type Connection, type DatabaseInput } from "@sluice/runner";
import { servers, testDatabase, testPglite } from "@sluice/test-kit";
import type { AnyObject } from "../kinds/index.ts";
import { introspect, type IntrospectOptions, type LiveDatabase } from "./introspect.ts";

/** Opens a session for as long as `work` takes. */
export async function withConnection<T>(
  input: DatabaseInput,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const database = databaseFrom(input);
  const connection = await database.connect();
  try {
    return await work(connection);
  } finally {
    await connection.release();
    await database.close();
  }
}

/** Reads a throw-away database on each server; `check` is given what was read and the server's major version. */
export async function onEveryServer(
  sql: string,
  check: (live: LiveDatabase, major: number) => void,
  options: IntrospectOptions = { schemas: ["public"] },
  oldest = 14,
): Promise<void> {
  for (const server of servers().filter(({ major }) => major >= oldest)) {
    const database = await testDatabase({ server, sql });
    try {
      check(await withConnection(database.url, (connection) => introspect(connection, options)), server.major);
    } finally {
      await database.drop();
    }
  }
  const pglite = await testPglite(sql);
  check(await withConnection(pglite, (connection) => introspect(connection, options)), 18);
}

/** The ids of what was read, sorted. */
export function idsOf(live: LiveDatabase): readonly string[] {
  return [...live.catalog.keys()].toSorted();
}

/** One object; fails where it is not there. */
export function objectOf(live: LiveDatabase, id: string): AnyObject {
  const object = live.catalog.get(id);
  if (object === undefined) throw new Error(`${id} was not read; there are ${idsOf(live).join(", ")}`);
  return object;
}

/** The attributes of one object. */
export function attributesOf(live: LiveDatabase, id: string): AnyObject["attributes"] {
  return objectOf(live, id).attributes;
}
