/** Which tables are left alone: ledgers, Sluice's and other tools', and what the user told. */

import { DEFAULT_LEDGER_TABLE, type LedgerOptions } from "@sluice/runner";
import { globTest } from "../filters/globs.ts";

/** Ledgers of other tools: no model declares them, and nobody wants them dropped. */
const OTHER_LEDGERS: ReadonlySet<string> = new Set([
  "__drizzle_migrations",
  "_prisma_migrations",
  "flyway_schema_history",
  "schema_migrations",
  "ar_internal_metadata",
  "knex_migrations",
  "knex_migrations_lock",
  "alembic_version",
  "pgmigrations",
  "SequelizeMeta",
  "goose_db_version",
  "databasechangelog",
  "databasechangeloglock",
  "atlas_schema_revisions",
]);

/** A ledger whose name may well be somebody's own table; its columns tell. */
const TYPEORM_LEDGER = { name: "migrations", columns: "id,name,timestamp" };

export interface FoundTable {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  /** Sorted and joined by commas; told of tables called `migrations`. */
  readonly columns: string | null;
  readonly isView?: boolean;
}

export interface LeftAloneOptions {
  readonly ledger?: LedgerOptions;
  readonly exclude?: readonly string[];
  readonly includesRelation?: ((schema: string, name: string, isView: boolean) => boolean) | undefined;
  readonly isDeclared?: (schema: string, table: string) => boolean;
}

/** Whether a table is Sluice's own ledger: in any schema, unless one is named. */
export function isLedger(schema: string, name: string, ledger: LedgerOptions = {}): boolean {
  return name === (ledger.table ?? DEFAULT_LEDGER_TABLE) && schema === (ledger.schema ?? schema);
}

/** `ledger`: Sluice's; `other`: another tool's, to be named to the user; `told`: the user said so; null: it is read. */
export function leftAlone(table: FoundTable, options: LeftAloneOptions): "ledger" | "other" | "told" | null {
  const { schema, name, columns } = table;
  const { ledger, exclude = [], isDeclared } = options;
  if (isLedger(schema, name, ledger)) return "ledger";
  const isExcluded = exclude.map(globTest).some((test) => test(name) || test(`${schema}.${name}`));
  if (isExcluded || options.includesRelation?.(schema, name, table.isView === true) === false) return "told";
  const isOther = OTHER_LEDGERS.has(name) || (name === TYPEORM_LEDGER.name && columns === TYPEORM_LEDGER.columns);
  return isOther && isDeclared?.(schema, name) !== true ? "other" : null;
}
