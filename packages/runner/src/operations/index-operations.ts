/** Operations on indexes. */

import type { SqlText } from "../sql/sql-text.ts";

interface IndexElementOptions {
  readonly order?: "asc" | "desc";
  readonly nulls?: "first" | "last";
  /** An operator class's name as SQL, e.g. `gin_trgm_ops`; left out: the type's default. */
  readonly opclass?: SqlText;
  readonly collation?: SqlText;
}

/** A column's name, or a column or an expression with its options. */
export type IndexElement =
  | string
  | ({ readonly name: string } & IndexElementOptions)
  | ({ readonly expression: SqlText } & IndexElementOptions);

export interface CreateIndex {
  readonly op: "createIndex";
  readonly name: string;
  readonly table: string;
  readonly schema?: string;
  readonly columns: readonly IndexElement[];
  readonly unique?: boolean;
  readonly nullsNotDistinct?: boolean;
  /** Default: `btree`. */
  readonly method?: string;
  readonly where?: SqlText;
  readonly include?: readonly string[];
  readonly with?: Readonly<Record<string, string | number | boolean>>;
  readonly only?: boolean;
  /** Built without blocking writes, outside the transaction. */
  readonly concurrently?: boolean;
  readonly ifNotExists?: boolean;
}

export interface DropIndex {
  readonly op: "dropIndex";
  readonly name: string;
  readonly table: string;
  readonly schema?: string;
  readonly concurrently?: boolean;
  readonly ifExists?: boolean;
}

export interface RenameIndex {
  readonly op: "renameIndex";
  readonly schema?: string;
  readonly from: string;
  readonly to: string;
}

export type IndexOperation = CreateIndex | DropIndex | RenameIndex;
