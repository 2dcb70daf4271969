/** Operations on schemas. */

import { quoteIdentifier } from "../sql/identifier.ts";
import { ifExists, ifNotExists, statement, type ToSql } from "./to-sql.ts";

export interface CreateSchema {
  readonly op: "createSchema";
  readonly name: string;
  readonly ifNotExists?: boolean;
}
export interface DropSchema {
  readonly op: "dropSchema";
  readonly name: string;
  readonly ifExists?: boolean;
}
export interface RenameSchema {
  readonly op: "renameSchema";
  readonly from: string;
  readonly to: string;
}
export type SchemaOperation = CreateSchema | DropSchema | RenameSchema;

export const schemaSql: { readonly [N in SchemaOperation["op"]]: ToSql<N> } = {
  createSchema: (schema) => [statement(`CREATE SCHEMA ${ifNotExists(schema)}${quoteIdentifier(schema.name)}`)],
  dropSchema: (schema) => [statement(`DROP SCHEMA ${ifExists(schema)}${quoteIdentifier(schema.name)}`)],
  renameSchema: (schema) => [
    statement(`ALTER SCHEMA ${quoteIdentifier(schema.from)} RENAME TO ${quoteIdentifier(schema.to)}`),
  ],
};
