/** Whether two branches may come in either order: both are applied on scratch databases, and the schemas compared. */

import { DEFAULT_SCHEMA } from "../catalog/printed-name.ts";
import { createRunner, DEFAULT_LEDGER_TABLE, isSluiceError, type Database, type LedgerOptions } from "@sluice/runner";
import type { Catalog } from "../catalog/catalog.ts";
import { introspect } from "../introspect/introspect.ts";
import { differenceText } from "../proof/difference.ts";
import { besidesDifference, textsBesides } from "./besides.ts";
import { openScratch, type ScratchPlace } from "../proof/scratch.ts";

export interface OrdersOptions {
  readonly migrations: readonly string[];
  readonly recursive?: boolean | undefined;
  readonly ledger?: LedgerOptions | undefined;
  readonly place: ScratchPlace;
  readonly extensions: readonly string[];
  /** SQL that makes what the scratch database must have: roles. */
  readonly roles: readonly string[];
  readonly live?: Database | undefined;
}

/** Where both orders were tried, and what differs; null: nothing. */
export interface OrdersAnswer {
  readonly scratch: string;
  readonly difference: string | null;
}

interface Applied {
  readonly scratch: string;
  readonly catalog: Catalog;
  /** What no catalog holds. */
  readonly besides: readonly string[];
  readonly version: number;
  /** What PostgreSQL refused in this order. */
  readonly failure: string | null;
}

async function applied(heads: readonly string[], options: OrdersOptions): Promise<Applied> {
  const scratch = await openScratch(options.place, options.extensions, options.live);
  try {
    if (!scratch.isSameServer) for (const role of options.roles) await scratch.connection.query(role);
    const runner = createRunner({
      database: scratch.database,
      migrations: options.migrations,
      recursive: options.recursive,
      ...(options.ledger === undefined ? {} : { ledger: options.ledger }),
    });
    let failure: string | null = null;
    for (const head of heads) {
      await runner.upgrade(head).catch((cause: unknown) => {
        if (!isSluiceError(cause) || cause.code !== "STATEMENT_FAILED") throw cause;
        failure ??= cause.message;
      });
    }
    const rows = await scratch.connection.query(
      "select nspname as name from pg_catalog.pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema' order by 1",
    );
    const schemas = rows.map((row) => String(row["name"]));
    const { catalog, server } = await introspect(scratch.connection, {
      schemas,
      ledger: options.ledger ?? { table: DEFAULT_LEDGER_TABLE },
    });
    const besides = await textsBesides(scratch.connection, schemas);
    return { scratch: scratch.label, catalog, besides, version: server.version, failure };
  } finally {
    await scratch.close();
  }
}

/**
 * Applies the heads in their order and in the reverse one.
 *
 * @throws PROOF_UNAVAILABLE where no scratch database can be had.
 */
export async function bothOrders(heads: readonly string[], options: OrdersOptions): Promise<OrdersAnswer> {
  const forth = await applied(heads, options);
  const back = await applied(heads.toReversed(), options);
  const { scratch } = forth;
  if (forth.failure !== null && back.failure !== null) {
    return { scratch, difference: `neither order can be applied:\n${forth.failure}\n${back.failure}` };
  }
  const failure = forth.failure ?? back.failure;
  if (failure !== null) {
    const order = forth.failure === null ? heads.toReversed() : heads;
    return { scratch, difference: `${order.join(", then ")} can't be applied: ${failure}` };
  }
  const difference = differenceText(forth.catalog, back.catalog, {
    server: { version: forth.version },
    locks: "plain",
    defaultSchema: DEFAULT_SCHEMA,
    cast: () => "assignment",
    using: () => undefined,
  });
  const texts = [difference, besidesDifference(forth.besides, back.besides)].filter((text) => text !== "");
  return { scratch, difference: texts.length === 0 ? null : texts.join("\n") };
}
