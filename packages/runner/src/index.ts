/** What production installs: records, plans and applies migrations. */

export { ERROR_CODES, type ErrorCode } from "./errors/codes.ts";
export { isError, messageOf } from "./errors/message-of.ts";
export { isSluiceError, sluiceError, type ErrorContext, type SluiceError } from "./errors/sluice-error.ts";
export type { Connection, ConnectOptions, Database, Notice, Parameter, Row, TextResult } from "./ports/connection.ts";
export { nameAside, qualifiedName, quoteIdentifier, truncateIdentifier } from "./sql/identifier.ts";
export { arrayText, literal, quoteLiteral, type LiteralValue } from "./sql/literal.ts";
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
export type { Privilege } from "./operations/access-operations.ts";
export type { RoleOptions } from "./operations/role-operations.ts";
export type { SequenceOptions } from "./operations/sequence-operations.ts";
export type { Operation, OperationName, OperationOf } from "./operations/operation.ts";
export { recordOperations, type Operations } from "./operations/record.ts";
export { operations, operationStatements, planStatements } from "./operations/registry.ts";
export { operationLocks, statementLocks } from "./operations/locks.ts";
export type { Lock, LockMode } from "./sql/lock.ts";
export type { SqlContext } from "./operations/to-sql.ts";
export { databaseFrom, type DatabaseInput } from "./drivers/database-from.ts";
export type { PgClient, PgPool } from "./drivers/node-postgres.ts";
export type { PgliteClient } from "./drivers/pglite.ts";
export type { PostgresJsClient, PostgresJsTransaction } from "./drivers/postgres-js.ts";
export { codeOf } from "./drivers/connection-error.ts";
export { labelOf, masked } from "./drivers/label.ts";
export { DEFAULT_LEDGER_TABLE, type LedgerOptions } from "./ledger/table.ts";
export { blockerText, type Blocker, type RunnerEvent } from "./apply/events.ts";
export type { TransactionScope } from "./apply/units.ts";
export type { Revision } from "./revisions/revision.ts";
export { ancestors, headsOf, ordered, revisionGraph, type RevisionGraph } from "./revisions/graph.ts";
export { findRevision, resolveAbsolute } from "./revisions/resolve.ts";
export { parseTarget, type Target } from "./revisions/target.ts";
export { seenFrom, type Seen } from "./revisions/replace.ts";
export { historyRange } from "./revisions/history.ts";
export { loadRevisions, parseRevision } from "./revisions/load.ts";
export { withParents } from "./revisions/rewrite.ts";
export { loadMigration, type Migration } from "./revisions/migration.ts";
export type { Drift } from "./drift/difference.ts";
export { thingsMade, type MadeThing } from "./drift/made.ts";
export type { DriftMode } from "./drift/watch.ts";
export type { MoveOptions } from "./commands/checks.ts";
export type { RunnerOptions } from "./commands/context.ts";
export type { CurrentInfo } from "./commands/current.ts";
export type { BranchPoint, HeadInfo, HeadsOptions } from "./commands/heads.ts";
export type { HistoryEntry, HistoryOptions } from "./commands/history.ts";
export type { PlannedRevision, PlannedSegment, PlannedStatement, PlanOptions } from "./commands/plan.ts";
export type { SqlOptions } from "./commands/sql.ts";
export type { StampOptions } from "./commands/stamp.ts";
export type { StatusInfo } from "./commands/status.ts";
export { createRunner, type Moved, type Runner } from "./runner.ts";
export type { Tenant, Tenants } from "./fleet/tenant.ts";
export {
  upgradeFleet,
  type FleetEvent,
  type FleetOptions,
  type FleetResult,
  type TenantResult,
} from "./fleet/upgrade-fleet.ts";
export { upgrade, type UpgradeOptions } from "./upgrade-database.ts";
export { VERSION } from "./version.ts";
export { formerName, renamed, type FormerName } from "./renamed.ts";
