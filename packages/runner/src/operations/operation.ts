/** Every operation: one step of a migration, as plain data whose `op` is the method's name. */

import type { AccessOperation } from "./access-operations.ts";
import type { ColumnOperation } from "./column-operations.ts";
import type { CommentOperation } from "./comment-operations.ts";
import type { ConstraintOperation } from "./constraint-operations.ts";
import type { DataOperation } from "./data-operations.ts";
import type { EnumOperation } from "./enum-operations.ts";
import type { IndexOperation } from "./index-operations.ts";
import type { MaterializedViewOperation } from "./materialized-view-operations.ts";
import type { PolicyOperation } from "./policy-operations.ts";
import type { RoleOperation } from "./role-operations.ts";
import type { SchemaOperation } from "./schema-operations.ts";
import type { SequenceOperation } from "./sequence-operations.ts";
import type { TableOperation } from "./table-operations.ts";
import type { ViewOperation } from "./view-operations.ts";

export type Operation =
  | SchemaOperation
  | EnumOperation
  | SequenceOperation
  | TableOperation
  | ColumnOperation
  | ConstraintOperation
  | IndexOperation
  | ViewOperation
  | MaterializedViewOperation
  | CommentOperation
  | PolicyOperation
  | RoleOperation
  | AccessOperation
  | DataOperation;

export type OperationName = Operation["op"];

/** The operation of one name. */
export type OperationOf<N extends OperationName> = Extract<Operation, { readonly op: N }>;
