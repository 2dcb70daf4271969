/** Operations on roles. They belong to the whole cluster. https://www.postgresql.org/docs/current/sql-createrole.html */

import { quoteIdentifier } from "../sql/identifier.ts";
import { literal } from "../sql/literal.ts";
import { hazard, ifExists, statement, type ToSql } from "./to-sql.ts";

export interface RoleOptions {
  readonly superuser?: boolean;
  readonly createDb?: boolean;
  readonly createRole?: boolean;
  readonly inherit?: boolean;
  readonly login?: boolean;
  readonly replication?: boolean;
  readonly bypassRls?: boolean;
  /** -1: as many as there may be. */
  readonly connectionLimit?: number;
  /** A timestamp, or `infinity`. */
  readonly validUntil?: string;
}

/** What is left out is PostgreSQL's default. */
export interface CreateRole extends RoleOptions {
  readonly op: "createRole";
  readonly name: string;
}
/** What is left out stays. */
export interface AlterRole extends RoleOptions {
  readonly op: "alterRole";
  readonly name: string;
}
/** Fails where the role owns anything, or has been granted anything, in any database of the cluster. */
export interface DropRole {
  readonly op: "dropRole";
  readonly name: string;
  readonly ifExists?: boolean;
}
/** Everything that is the role's, or for it, follows, in every database of the cluster. */
export interface RenameRole {
  readonly op: "renameRole";
  readonly from: string;
  readonly to: string;
}
export type RoleOperation = CreateRole | AlterRole | DropRole | RenameRole;

const FLAGS = [
  ["superuser", "SUPERUSER"],
  ["createDb", "CREATEDB"],
  ["createRole", "CREATEROLE"],
  ["inherit", "INHERIT"],
  ["login", "LOGIN"],
  ["replication", "REPLICATION"],
  ["bypassRls", "BYPASSRLS"],
] as const;

function optionsSql(role: RoleOptions): string {
  const words = FLAGS.flatMap(([key, word]) => (role[key] === undefined ? [] : [role[key] ? word : `NO${word}`]));
  if (role.connectionLimit !== undefined) words.push(`CONNECTION LIMIT ${literal(role.connectionLimit)}`);
  if (role.validUntil !== undefined) words.push(`VALID UNTIL ${literal(role.validUntil)}`);
  return words.length === 0 ? "" : ` WITH ${words.join(" ")}`;
}

export const roleOperationSql: { readonly [N in RoleOperation["op"]]: ToSql<N> } = {
  createRole: (role) => [statement(`CREATE ROLE ${quoteIdentifier(role.name)}${optionsSql(role)}`)],
  alterRole: (role) => [
    statement(
      `ALTER ROLE ${quoteIdentifier(role.name)}${optionsSql(role)}`,
      hazard("CHANGES_ACCESS", `role ${role.name} may do other things than before`),
    ),
  ],
  renameRole: (role) => [
    statement(
      `ALTER ROLE ${quoteIdentifier(role.from)} RENAME TO ${quoteIdentifier(role.to)}`,
      hazard(
        "CHANGES_ACCESS",
        `role ${role.from} is ${role.to} for every database of the cluster: who logs in must say so, and an MD5 password is cleared`,
      ),
    ),
  ],
  dropRole: (role) => [
    statement(
      `DROP ROLE ${ifExists(role)}${quoteIdentifier(role.name)}`,
      hazard("CHANGES_ACCESS", `role ${role.name} is dropped for every database of the cluster`),
      hazard(
        "MAY_FAIL",
        `role ${role.name} can't go while anything in any database of the cluster is its own or granted to it`,
      ),
      hazard("IRREVERSIBLE", `the password, settings and memberships of role ${role.name} do not come back`),
    ),
  ],
};
