/** A scratch database beside the one that is compared: made on its server, dropped when it has served. */

import { randomBytes } from "node:crypto";
import { codeOf, messageOf, sluiceError, type Connection, type Database } from "@sluice/runner";
import { quoteIdentifier, quoteLiteral } from "@sluice/runner";
import type { Scratch } from "./scratch.ts";

const NO_RIGHT = "42501";

async function createDatabase(connection: Connection, name: string): Promise<void> {
  const [own] = await connection.query(
    `select pg_catalog.pg_encoding_to_char(encoding) as encoding, datcollate as collate, datctype as ctype
     from pg_catalog.pg_database where datname = pg_catalog.current_database()`,
  );
  const text = (key: string): string => quoteLiteral(String(own?.[key]));
  // Sorted and compared as in the database that it stands for.
  await connection.query(
    `CREATE DATABASE ${quoteIdentifier(name)} TEMPLATE template0 ENCODING ${text("encoding")} LC_COLLATE ${text("collate")} LC_CTYPE ${text("ctype")}`,
  );
}

/**
 * @throws PROOF_UNAVAILABLE where the role may not create databases, or the connection was handed in without what it takes
 * to open another.
 */
export async function serverScratch(live: Database): Promise<Scratch> {
  const name = `sluice_scratch_${randomBytes(8).toString("hex")}`;
  const database = live.sibling?.(name);
  if (database === undefined) {
    throw sluiceError("PROOF_UNAVAILABLE", `no second database can be opened beside ${live.label}`, {
      hint: 'Give the database as a URL, or a scratch database of its own: scratch: "postgres://…".',
    });
  }
  const maker = await live.connect();
  try {
    await createDatabase(maker, name);
  } catch (cause) {
    await maker.release();
    throw sluiceError(
      "PROOF_UNAVAILABLE",
      `no scratch database can be made on the server of ${live.label}: ${messageOf(cause)}`,
      {
        hint:
          codeOf(cause) === NO_RIGHT
            ? "Give the role the right to create databases, or an empty database as scratch (--scratch <url>). --no-proof skips the proof."
            : "Give an empty database as scratch (--scratch <url>). --no-proof skips the proof.",
        cause,
      },
    );
  }
  const dropped = async (): Promise<void> => {
    await maker.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)} WITH (FORCE)`);
    await maker.release();
  };
  try {
    const connection = await database.connect();
    return {
      label: database.label,
      database,
      connection,
      isSameServer: true,
      isOwnServer: false,
      async close() {
        await connection.release();
        await database.close();
        await dropped();
      },
    };
  } catch (cause) {
    await dropped();
    throw cause;
  }
}
