/** What each operation may hold, so that a slip in a hand-edited file is named before anything runs. */

import type { Operation, OperationName, OperationOf } from "./operation.ts";

/**
 * What a key holds; a question mark: it may be left out.
 * `name` a non-empty text, `text` any text, `names` a list of names, `sql` an sql`…` text, `value` a literal or sql,
 * `column`, `key` … one of the shapes below, `[]` a list of it.
 */
export type FieldShape =
  | "name"
  | "text"
  | "text|null"
  | "names"
  | "flag"
  | "number"
  | "sql"
  | "value"
  | "record"
  | "records"
  | "function"
  | "elements"
  | ShapeName
  | `${ShapeName}[]`;
export type Field = FieldShape | `${FieldShape}?`;
export type ShapeName = keyof typeof SHAPES;

type KeysOf<O> = O extends Operation ? Exclude<keyof O, "op"> : never;

const deferrability = { deferrable: "flag?", initiallyDeferred: "flag?" } as const;
const column = {
  name: "name",
  type: "name",
  collation: "sql?",
  notNull: "flag?",
  default: "value?",
  identity: "identity?",
  generated: "generated?",
} as const;
const primaryKey = {
  name: "name?",
  columns: "names",
  include: "names?",
  withoutOverlaps: "flag?",
  ...deferrability,
} as const;
const unique = { ...primaryKey, nullsNotDistinct: "flag?" } as const;
const foreignKey = {
  name: "name?",
  columns: "names",
  references: "references",
  onUpdate: "text?",
  onDelete: "text?",
  onDeleteColumns: "names?",
  match: "text?",
  period: "flag?",
  notValid: "flag?",
  notEnforced: "flag?",
  ...deferrability,
} as const;
const check = {
  name: "name?",
  expression: "sql",
  noInherit: "flag?",
  notValid: "flag?",
  notEnforced: "flag?",
} as const;
const bounds = {
  start: "value?",
  increment: "value?",
  min: "value?",
  max: "value?",
  cache: "value?",
  cycle: "flag?",
} as const;

/** Records inside operations. */
export const SHAPES = {
  column,
  primaryKey,
  unique,
  foreignKey,
  check,
  references: { table: "name", schema: "name?", columns: "names" },
  identity: { generated: "text", sequence: "name?", ...bounds },
  generated: { as: "sql", kind: "text?" },
  owner: { table: "name", column: "name" },
} as const;

const named = { name: "name", schema: "name?" } as const;
const onTable = { table: "name", schema: "name?" } as const;
const onColumn = { ...onTable, name: "name" } as const;
const renamed = { from: "name", to: "name", schema: "name?" } as const;
const moved = { name: "name", from: "name", to: "name" } as const;
const view = { ...named, columns: "names?", with: "record?", as: "sql" } as const;
const policy = { ...onTable, name: "name", to: "names?", using: "sql?", withCheck: "sql?" } as const;
const role = {
  name: "name",
  superuser: "flag?",
  createDb: "flag?",
  createRole: "flag?",
  inherit: "flag?",
  login: "flag?",
  replication: "flag?",
  bypassRls: "flag?",
  connectionLimit: "value?",
  validUntil: "text?",
} as const;
const privileges = { on: "text", ...named, privileges: "names", columns: "names?" } as const;
const sequence = { ...named, type: "name?", ...bounds, ownedBy: "owner?" } as const;

export const OPERATION_SHAPES: { readonly [N in OperationName]: { readonly [A in KeysOf<OperationOf<N>>]-?: Field } } =
  {
    createSchema: { name: "name", ifNotExists: "flag?" },
    dropSchema: { name: "name", ifExists: "flag?" },
    renameSchema: { from: "name", to: "name" },
    createEnum: { ...named, values: "names" },
    dropEnum: { ...named, ifExists: "flag?" },
    renameEnum: renamed,
    setEnumSchema: { name: "name", from: "name", to: "name" },
    addEnumValue: { ...named, value: "text", before: "text?", after: "text?", ifNotExists: "flag?" },
    assertEnumValuesUnused: { ...named, values: "names" },
    renameEnumValue: { ...named, from: "text", to: "text" },
    createSequence: sequence,
    alterSequence: { ...sequence, restarts: "flag?", narrows: "flag?" },
    dropSequence: { ...named, ifExists: "flag?" },
    renameSequence: renamed,
    setSequenceSchema: { name: "name", from: "name", to: "name" },
    createTable: {
      ...named,
      ifNotExists: "flag?",
      unlogged: "flag?",
      partitionBy: "sql?",
      columns: "column[]",
      primaryKey: "primaryKey?",
      uniques: "unique[]?",
      checks: "check[]?",
      foreignKeys: "foreignKey[]?",
    },
    dropTable: { ...named, ifExists: "flag?" },
    renameTable: renamed,
    setTableSchema: { name: "name", from: "name", to: "name" },
    setTableLogged: { ...named, logged: "flag" },
    addColumn: { ...onTable, ...column, ifNotExists: "flag?", rewrites: "flag?" },
    dropColumn: { ...onColumn, ifExists: "flag?", generated: "flag?" },
    renameColumn: { ...onTable, from: "name", to: "name" },
    setColumnType: {
      ...onColumn,
      type: "name",
      collation: "sql?",
      using: "sql?",
      rewrites: "flag?",
      rereads: "flag?",
      lossy: "flag?",
    },
    setDefault: { ...onColumn, default: "value" },
    dropDefault: onColumn,
    setNotNull: { ...onColumn, validateFirst: "flag?", impliedBy: "name?" },
    dropNotNull: onColumn,
    addIdentity: { ...onColumn, identity: "identity", replaces: "name?" },
    setIdentity: { ...onColumn, identity: "identity", restarts: "flag?", narrows: "flag?" },
    dropIdentity: onColumn,
    setExpression: { ...onColumn, generated: "generated" },
    dropExpression: onColumn,
    addSerial: { ...onColumn, type: "name", sequence: "name", replaces: "name?" },
    dropSerial: { ...onColumn, sequence: "name" },
    addPrimaryKey: { ...onTable, ...primaryKey, usingIndex: "name?" },
    addUnique: { ...onTable, ...unique, usingIndex: "name?" },
    addForeignKey: { ...onTable, ...foreignKey },
    addCheck: { ...onTable, ...check },
    dropConstraint: { ...onTable, name: "name", ifExists: "flag?" },
    renameConstraint: { ...onTable, from: "name", to: "name" },
    validateConstraint: { ...onTable, name: "name" },
    createIndex: {
      ...onColumn,
      columns: "elements",
      unique: "flag?",
      nullsNotDistinct: "flag?",
      method: "name?",
      where: "sql?",
      include: "names?",
      with: "record?",
      only: "flag?",
      concurrently: "flag?",
      ifNotExists: "flag?",
    },
    dropIndex: { ...onColumn, concurrently: "flag?", ifExists: "flag?" },
    renameIndex: renamed,
    createView: view,
    replaceView: view,
    dropView: { ...named, ifExists: "flag?" },
    renameView: renamed,
    setViewSchema: moved,
    setViewOptions: { ...named, with: "record" },
    resetViewOptions: { ...named, options: "names" },
    createMaterializedView: { ...view, ifNotExists: "flag?", using: "name?", tablespace: "name?", withData: "flag?" },
    dropMaterializedView: { ...named, ifExists: "flag?" },
    renameMaterializedView: renamed,
    setMaterializedViewSchema: moved,
    setMaterializedViewOptions: { ...named, with: "record" },
    resetMaterializedViewOptions: { ...named, options: "names" },
    setMaterializedViewTablespace: { ...named, tablespace: "name" },
    setMaterializedViewAccessMethod: { ...named, using: "name" },
    setComment: { on: "text", schema: "name?", table: "name?", name: "name", comment: "text|null" },
    enableRowLevelSecurity: onTable,
    disableRowLevelSecurity: onTable,
    forceRowLevelSecurity: onTable,
    noForceRowLevelSecurity: onTable,
    createPolicy: { ...policy, as: "text?", for: "text?" },
    alterPolicy: policy,
    dropPolicy: { ...onTable, name: "name", ifExists: "flag?" },
    renamePolicy: { ...onTable, from: "name", to: "name" },
    createRole: role,
    alterRole: role,
    renameRole: { from: "name", to: "name" },
    dropRole: { name: "name", ifExists: "flag?" },
    grant: { ...privileges, to: "names", withGrantOption: "flag?" },
    revoke: { ...privileges, from: "names", grantOptionOnly: "flag?" },
    setOwner: { on: "text", ...named, owner: "name" },
    execute: { sql: "text", transaction: "text?", done: "sql?" },
    bulkInsert: { ...onTable, rows: "records" },
    backfill: { ...onTable, set: "sql", where: "sql?", batch: "number?", pause: "number?" },
    run: { run: "function" },
    irreversible: { reason: "name" },
  };
