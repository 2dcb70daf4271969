/** What a run leaves in the ledger of the shape that it left: on the row of its last revision, for exactly what was applied then. */

import { createHash } from "node:crypto";
import type { LedgerRow } from "../ledger/rows.ts";
import { ledgerName, type LedgerOptions } from "../ledger/table.ts";
import type { Connection } from "../ports/connection.ts";
import { quoteLiteral } from "../sql/literal.ts";
import type { Parts, Shape } from "./shape.ts";

export interface Remembered {
  /** Of the schemas that the runs worked in. */
  readonly schemas: readonly string[];
  /** The things that this ledger's revisions made or changed; others may belong to somebody else. */
  readonly shape: Shape;
  /** Whether it still holds: nothing was applied or taken back since without a look, and the server prints as it did. */
  readonly isCurrent: boolean;
}

interface Written {
  readonly applied: string;
  readonly server: number;
  readonly schemas: readonly string[];
  readonly things: Readonly<Record<string, Parts>>;
}

const MAJOR = 10_000;

type Standing = Pick<LedgerRow, "revision" | "state">;

/** Of what is applied, and of nothing half-way. */
function digestOf(rows: readonly Standing[]): string {
  const lines = rows.map(({ revision, state }) => `${revision} ${state}`).toSorted();
  return createHash("sha256").update(lines.join("\n")).digest("base64url");
}

/** Null where no run has left any. The ledger is there. */
export async function readRemembered(
  connection: Connection,
  ledger: LedgerOptions,
  rows: readonly LedgerRow[],
  serverVersion: number,
): Promise<Remembered | null> {
  const [row] = await connection.query(
    `select l.shape from ${ledgerName(ledger)} l where l.shape is not null order by l.id desc limit 1`,
  );
  if (row === undefined) return null;
  // Written below.
  const { applied, server, schemas, things } = JSON.parse(String(row["shape"])) as Written;
  const isCurrent = applied === digestOf(rows) && server === Math.floor(serverVersion / MAJOR);
  return { schemas, shape: new Map(Object.entries(things)), isCurrent };
}

/** Leaves it for the next run, in the place of what was left before. */
export async function remember(
  connection: Connection,
  ledger: LedgerOptions,
  rows: readonly Standing[],
  serverVersion: number,
  { schemas, shape }: Pick<Remembered, "schemas" | "shape">,
  revision: string,
): Promise<void> {
  const written: Written = {
    applied: digestOf(rows),
    server: Math.floor(serverVersion / MAJOR),
    schemas,
    things: Object.fromEntries(shape),
  };
  const name = ledgerName(ledger);
  const last = `(select max(m.id) from ${name} m where m.revision = ${quoteLiteral(revision)})`;
  await connection.query(
    `update ${name} set shape = case when id = ${last} then ${quoteLiteral(JSON.stringify(written))} end where shape is not null or id = ${last}`,
  );
}
