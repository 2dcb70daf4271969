/** A database that is open for the length of a use case. */

import { databaseFrom, type Connection, type Database, type DatabaseInput } from "@sluice/runner";

export interface OpenDatabase {
  readonly database: Database;
  readonly connection: Connection;
}

/** Opens the database of the options for the length of some work. */
export async function onDatabase<T>(
  options: { readonly database: DatabaseInput },
  work: (open: OpenDatabase) => Promise<T>,
): Promise<T> {
  const database = databaseFrom(options.database);
  try {
    const connection = await database.connect();
    try {
      return await work({ database, connection });
    } finally {
      await connection.release();
    }
  } finally {
    await database.close();
  }
}
