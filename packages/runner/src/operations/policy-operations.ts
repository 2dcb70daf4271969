/** Operations on row-level security and its policies. https://www.postgresql.org/docs/current/ddl-rowsecurity.html */

import { sluiceError } from "../errors/sluice-error.ts";
import { qualifiedName, quoteIdentifier } from "../sql/identifier.ts";
import type { SqlText } from "../sql/sql-text.ts";
import { rolesSql } from "./roles.ts";
import { hazard, ifExists, statement, type ToSql } from "./to-sql.ts";

interface OnTable {
  readonly table: string;
  readonly schema?: string;
}

/** From here on nobody but the table's owner sees a row that no policy lets through. */
export interface EnableRowLevelSecurity extends OnTable {
  readonly op: "enableRowLevelSecurity";
}
export interface DisableRowLevelSecurity extends OnTable {
  readonly op: "disableRowLevelSecurity";
}
/** Policies hold for the table's owner too. */
export interface ForceRowLevelSecurity extends OnTable {
  readonly op: "forceRowLevelSecurity";
}
export interface NoForceRowLevelSecurity extends OnTable {
  readonly op: "noForceRowLevelSecurity";
}

/** https://www.postgresql.org/docs/current/sql-createpolicy.html */
export interface CreatePolicy extends OnTable {
  readonly op: "createPolicy";
  readonly name: string;
  /** Default: `permissive`. */
  readonly as?: "permissive" | "restrictive";
  /** Default: `all`. */
  readonly for?: "all" | "select" | "insert" | "update" | "delete";
  /** Names, or `public`, `current_user`, `current_role`, `session_user`. Default: `public`. */
  readonly to?: readonly string[];
  readonly using?: SqlText;
  readonly withCheck?: SqlText;
}

/** What is left out stays. PostgreSQL can't take an expression away, nor change `as` and `for`. */
export interface AlterPolicy extends OnTable {
  readonly op: "alterPolicy";
  readonly name: string;
  readonly to?: readonly string[];
  readonly using?: SqlText;
  readonly withCheck?: SqlText;
}
export interface DropPolicy extends OnTable {
  readonly op: "dropPolicy";
  readonly name: string;
  readonly ifExists?: boolean;
}
export interface RenamePolicy extends OnTable {
  readonly op: "renamePolicy";
  readonly from: string;
  readonly to: string;
}

export type PolicyOperation =
  | EnableRowLevelSecurity
  | DisableRowLevelSecurity
  | ForceRowLevelSecurity
  | NoForceRowLevelSecurity
  | CreatePolicy
  | AlterPolicy
  | DropPolicy
  | RenamePolicy;

function tableSql({ table, schema }: OnTable): string {
  return qualifiedName(table, schema);
}

function clauses(policy: Pick<CreatePolicy, "to" | "using" | "withCheck">): string {
  const { to = [], using, withCheck } = policy;
  return [
    to.length === 0 ? "" : ` TO ${rolesSql(to)}`,
    using === undefined ? "" : ` USING (${using.sql})`,
    withCheck === undefined ? "" : ` WITH CHECK (${withCheck.sql})`,
  ].join("");
}

const COMMANDS: Readonly<Record<string, string>> = {
  all: "ALL",
  select: "SELECT",
  insert: "INSERT",
  update: "UPDATE",
  delete: "DELETE",
};

function commandSql(command: string): string {
  const known = COMMANDS[command];
  if (known !== undefined) return known;
  throw sluiceError("INVALID_OPERATION", `op.createPolicy: there is no policy for ${JSON.stringify(command)}`, {
    hint: `There are ${Object.keys(COMMANDS).join(", ")}.`,
  });
}

const access = (message: string): ReturnType<typeof hazard> => hazard("CHANGES_ACCESS", message);

export const policySql: { readonly [N in PolicyOperation["op"]]: ToSql<N> } = {
  enableRowLevelSecurity: (on) => [
    statement(
      `ALTER TABLE ${tableSql(on)} ENABLE ROW LEVEL SECURITY`,
      access(`rows of ${on.table} that no policy lets through can't be seen or changed any more`),
    ),
  ],
  disableRowLevelSecurity: (on) => [
    statement(
      `ALTER TABLE ${tableSql(on)} DISABLE ROW LEVEL SECURITY`,
      access(`every row of ${on.table} can be seen and changed by whoever may use the table`),
    ),
  ],
  forceRowLevelSecurity: (on) => [
    statement(
      `ALTER TABLE ${tableSql(on)} FORCE ROW LEVEL SECURITY`,
      access(`the policies of ${on.table} hold for its owner too`),
    ),
  ],
  noForceRowLevelSecurity: (on) => [
    statement(
      `ALTER TABLE ${tableSql(on)} NO FORCE ROW LEVEL SECURITY`,
      access(`the policies of ${on.table} don't hold for its owner any more`),
    ),
  ],
  createPolicy: (policy) => [
    statement(
      [
        `CREATE POLICY ${quoteIdentifier(policy.name)} ON ${tableSql(policy)}`,
        policy.as === "restrictive" ? " AS RESTRICTIVE" : "",
        policy.for === undefined ? "" : ` FOR ${commandSql(policy.for)}`,
        clauses(policy),
      ].join(""),
      access(`policy ${policy.name} says who may see or change rows of ${policy.table}`),
    ),
  ],
  alterPolicy: (policy) => [
    statement(
      `ALTER POLICY ${quoteIdentifier(policy.name)} ON ${tableSql(policy)}${clauses(policy)}`,
      access(`policy ${policy.name} says otherwise who may see or change rows of ${policy.table}`),
    ),
  ],
  dropPolicy: (policy) => [
    statement(
      `DROP POLICY ${ifExists(policy)}${quoteIdentifier(policy.name)} ON ${tableSql(policy)}`,
      access(`policy ${policy.name} no longer says who may see or change rows of ${policy.table}`),
    ),
  ],
  renamePolicy: (policy) => [
    statement(
      `ALTER POLICY ${quoteIdentifier(policy.from)} ON ${tableSql(policy)} RENAME TO ${quoteIdentifier(policy.to)}`,
    ),
  ],
};
