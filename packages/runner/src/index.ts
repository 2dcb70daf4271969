/** What production installs: records, plans and applies migrations. */

export { ERROR_CODES, type ErrorCode } from "./errors/codes.ts";
export { isSluiceError, sluiceError, type ErrorContext, type SluiceError } from "./errors/sluice-error.ts";
export type { Connection, Database, Row } from "./ports/connection.ts";
export { qualifiedName, quoteIdentifier, truncateIdentifier } from "./sql/identifier.ts";
export { literal, quoteLiteral, type LiteralValue } from "./sql/literal.ts";
export { isSqlText, sql, type SqlPlaceholder, type SqlText } from "./sql/sql-text.ts";
export type { Hazard, Statement, TransactionMode } from "./sql/statement.ts";
export type {
  ColumnDefinition,
  DefaultValue,
  GeneratedDefinition,
  IdentityDefinition,
} from "./operations/column-definition.ts";
export type {
  CheckDefinition,
  Deferrability,
  ForeignKeyDefinition,
  PrimaryKeyDefinition,
  ReferentialAction,
  UniqueDefinition,
} from "./operations/constraint-definition.ts";
export type { IndexElement } from "./operations/index-operations.ts";
export type { SequenceOptions } from "./operations/sequence-operations.ts";
export type { Operation, OperationName, OperationOf } from "./operations/operation.ts";
export { recordOperations, type Operations } from "./operations/record.ts";
export { operations, operationStatements, planStatements } from "./operations/registry.ts";
export type { SqlContext } from "./operations/to-sql.ts";
