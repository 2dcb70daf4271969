/**
 * A policy of row-level security. Path: `[schema, table, name]`; parent: the table; depends on the columns and tables that it
 * reads, and on the roles it is for. https://www.postgresql.org/docs/current/sql-createpolicy.html
 */
import type { SqlText } from "@sluice/runner";
import type { CatalogObject, Unspoken } from "../../catalog/object.ts";

export interface PolicyAttributes {
  readonly as: "permissive" | "restrictive";
  readonly for: "all" | "select" | "insert" | "update" | "delete";
  /** Sorted. Names, or the words that stand for somebody. */
  readonly to: readonly string[];
  readonly using: SqlText | null;
  readonly withCheck: SqlText | null;
  /** Whom the words stand for in the session that reads. */
  readonly words: Unspoken<Readonly<Record<string, string>>>;
}

export type PolicyObject = CatalogObject<"policy", PolicyAttributes>;
