/** A tenant: one of many databases, or one of many schemas of a database, with a ledger of its own. */

import { codeOf } from "../drivers/connection-error.ts";
import { databaseFrom, type DatabaseInput } from "../drivers/database-from.ts";
import { sluiceError } from "../errors/sluice-error.ts";
import type { LedgerOptions } from "../ledger/table.ts";
import type { Connection, Database } from "../ports/connection.ts";
import { quoteIdentifier } from "../sql/identifier.ts";
import { UNIQUE_VIOLATION } from "../sql/sqlstates.ts";

export interface Tenant {
  /** Tells it from the others, in reports and for `only`. */
  readonly name: string;
  readonly database: DatabaseInput;
  /** The schema that it lives in: made where it is missing; names without a schema mean it, then `public`. */
  readonly schema?: string;
  /** Default: the runner's, in the tenant's schema where it has one. */
  readonly ledger?: LedgerOptions;
}

/** A list, or what gives one. */
export type Tenants = readonly Tenant[] | (() => readonly Tenant[] | Promise<readonly Tenant[]>);

/** @throws USAGE where two have one name. */
export async function tenantList(tenants: Tenants): Promise<readonly Tenant[]> {
  const list = typeof tenants === "function" ? await tenants() : tenants;
  const seen = new Set<string>();
  for (const { name } of list) {
    if (seen.has(name)) {
      throw sluiceError("USAGE", `there are two tenants ${name}`, { hint: "Give each tenant a name of its own." });
    }
    seen.add(name);
  }
  return list;
}

async function enter(connection: Connection, schema: string): Promise<void> {
  const name = quoteIdentifier(schema);
  const [found] = await connection.query("select 1 as found from pg_catalog.pg_namespace where nspname = $1", [schema]);
  if (found === undefined) {
    await connection.query(`CREATE SCHEMA IF NOT EXISTS ${name}`).catch((cause: unknown) => {
      // Another session has just made it.
      if (codeOf(cause) !== UNIQUE_VIOLATION) throw cause;
    });
  }
  await connection.query(`SET search_path TO ${name}, public`);
}

/** A database whose sessions begin in a schema. */
export function inSchema(database: Database, schema: string): Database {
  return {
    ...database,
    label: `${database.label} (schema ${schema})`,
    async connect(options) {
      const connection = await database.connect(options);
      try {
        await enter(connection, schema);
        return {
          ...connection,
          async release() {
            // It may go back into a pool of the app's.
            await connection.query("RESET search_path").catch(() => undefined);
            await connection.release();
          },
        };
      } catch (cause) {
        await connection.release();
        throw cause;
      }
    },
  };
}

/** What a runner needs of a tenant. */
export function placeOf(
  { database, schema, ledger }: Tenant,
  common: LedgerOptions | undefined,
): { readonly database: Database; readonly ledger: LedgerOptions } {
  const opened = databaseFrom(database);
  return {
    database: schema === undefined ? opened : inSchema(opened, schema),
    ledger: ledger ?? { ...common, ...(schema === undefined ? {} : { schema }) },
  };
}
