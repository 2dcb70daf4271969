/** Operations on indexes. */

import { qualifiedName, quoteIdentifier } from "../sql/identifier.ts";
import { quoteLiteral } from "../sql/literal.ts";
import type { SqlText } from "../sql/sql-text.ts";
import type { Hazard } from "../sql/statement.ts";
import { hazard, ifExists, ifNotExists, statement, statementIn, type ToSql } from "./to-sql.ts";

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

function elementSql(element: IndexElement): string {
  if (typeof element === "string") return quoteIdentifier(element);
  const parts = ["name" in element ? quoteIdentifier(element.name) : `(${element.expression.sql})`];
  if (element.collation !== undefined) parts.push(`COLLATE ${element.collation.sql}`);
  if (element.opclass !== undefined) parts.push(element.opclass.sql);
  if (element.order !== undefined) parts.push(element.order.toUpperCase());
  if (element.nulls !== undefined) parts.push(`NULLS ${element.nulls.toUpperCase()}`);
  return parts.join(" ");
}

function parameterSql(value: string | number | boolean): string {
  return typeof value === "string" ? quoteLiteral(value) : String(value);
}

export const indexSql: { readonly [N in IndexOperation["op"]]: ToSql<N> } = {
  createIndex: (index) => {
    const parts = [
      index.unique === true ? "CREATE UNIQUE INDEX" : "CREATE INDEX",
      ...(index.concurrently === true ? ["CONCURRENTLY"] : []),
      `${ifNotExists(index)}${quoteIdentifier(index.name)}`,
      index.only === true ? "ON ONLY" : "ON",
      qualifiedName(index.table, index.schema),
      ...(index.method === undefined || index.method === "btree" ? [] : [`USING ${quoteIdentifier(index.method)}`]),
      `(${index.columns.map(elementSql).join(", ")})`,
    ];
    if (index.include !== undefined && index.include.length > 0) {
      parts.push(`INCLUDE (${index.include.map(quoteIdentifier).join(", ")})`);
    }
    if (index.nullsNotDistinct === true) parts.push("NULLS NOT DISTINCT");
    const parameters = Object.entries(index.with ?? {});
    if (parameters.length > 0) {
      parts.push(
        `WITH (${parameters.map(([name, value]) => `${quoteIdentifier(name)} = ${parameterSql(value)}`).join(", ")})`,
      );
    }
    if (index.where !== undefined) parts.push(`WHERE ${index.where.sql}`);
    const hazards: Hazard[] = [];
    if (index.unique === true)
      hazards.push(hazard("MAY_FAIL", `fails where ${index.table} holds the same values twice`));
    if (index.concurrently !== true) {
      hazards.push(hazard("BLOCKS_WRITES", `writes to ${index.table} wait while index ${index.name} is built`));
    }
    return [statementIn(index.concurrently === true ? "alone" : "inside", parts.join(" "), ...hazards)];
  },
  dropIndex: (index) => {
    const concurrently = index.concurrently === true ? "CONCURRENTLY " : "";
    const text = `DROP INDEX ${concurrently}${ifExists(index)}${qualifiedName(index.name, index.schema)}`;
    return [statementIn(index.concurrently === true ? "alone" : "inside", text)];
  },
  renameIndex: (index) => [
    statement(`ALTER INDEX ${qualifiedName(index.from, index.schema)} RENAME TO ${quoteIdentifier(index.to)}`),
  ],
};
