/** ALTER TABLE and ALTER COLUMN, as several families of operations write them. */

import { qualifiedName, quoteIdentifier } from "../sql/identifier.ts";
import type { Hazard, Statement } from "../sql/statement.ts";
import { statement } from "./to-sql.ts";

/** Where an operation on a column is; `name` is the column's. */
export interface OnColumn {
  readonly table: string;
  readonly schema?: string;
  readonly name: string;
}

export function alterTable(
  at: { readonly table: string; readonly schema?: string },
  clause: string,
  ...hazards: Hazard[]
): Statement {
  return statement(`ALTER TABLE ${qualifiedName(at.table, at.schema)} ${clause}`, ...hazards);
}

export function alterColumn(at: OnColumn, clause: string, ...hazards: Hazard[]): Statement {
  return alterTable(at, `ALTER COLUMN ${quoteIdentifier(at.name)} ${clause}`, ...hazards);
}
