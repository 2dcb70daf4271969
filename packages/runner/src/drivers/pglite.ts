/** PGlite: PostgreSQL in the process. It has one session, which every connection shares. */

import { mkdir } from "node:fs/promises";
import type { Connection, Database, Row } from "../ports/connection.ts";
import { sluiceError } from "../errors/sluice-error.ts";
import { connectionError } from "./connection-error.ts";

/** What is used of PGlite. */
export interface PgliteClient {
  query(text: string, parameters?: unknown[]): Promise<{ readonly rows: readonly unknown[] }>;
  exec(text: string): Promise<unknown>;
  readonly dataDir?: string;
}

function connectionOver(pglite: PgliteClient): Connection {
  return {
    async query(text, parameters = []) {
      const { rows } = await pglite.query(text, [...parameters]);
      // PGlite gives rows as records unless asked otherwise.
      return rows as readonly Row[];
    },
    async script(text) {
      await pglite.exec(text);
    },
    release: () => Promise.resolve(),
  };
}

/** A database over a PGlite of the app's. */
export function pgliteDatabase(pglite: PgliteClient): Database {
  return {
    label: `pglite:${pglite.dataDir ?? "memory"}`,
    connect: () => Promise.resolve(connectionOver(pglite)),
    close: () => Promise.resolve(),
  };
}

/** A database in a folder (made when missing), opened at the first connection and closed with the database. */
export function pgliteFolder(folder: string): Database {
  const label = `pglite:${folder}`;
  let opened: Promise<PgliteClient & { close(): Promise<void> }> | null = null;
  const open = async (): Promise<PgliteClient & { close(): Promise<void> }> => {
    const { PGlite } = await import("@electric-sql/pglite").catch((cause: unknown) => {
      throw sluiceError("CONNECTION_FAILED", `${label}: the package @electric-sql/pglite is not installed`, {
        hint: "Install @electric-sql/pglite, or give the URL of a PostgreSQL server.",
        cause,
      });
    });
    await mkdir(folder, { recursive: true });
    return PGlite.create(folder);
  };
  return {
    label,
    async connect() {
      try {
        opened ??= open();
        return connectionOver(await opened);
      } catch (cause) {
        opened = null;
        throw connectionError(label, cause, (text) => text);
      }
    },
    async close() {
      const closing = opened;
      opened = null;
      await (await closing)?.close();
    },
  };
}
