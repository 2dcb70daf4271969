/** Operations on owners and privileges. https://www.postgresql.org/docs/current/ddl-priv.html */

import { sluiceError } from "../errors/sluice-error.ts";
import { qualifiedName, quoteIdentifier } from "../sql/identifier.ts";
import { roleSql, rolesSql } from "./roles.ts";
import { hazard, statement, type ToSql } from "./to-sql.ts";

/** `ALL` stands alone: what there is for the sort of object. */
export type Privilege =
  | "ALL"
  | "SELECT"
  | "INSERT"
  | "UPDATE"
  | "DELETE"
  | "TRUNCATE"
  | "REFERENCES"
  | "TRIGGER"
  | "MAINTAIN"
  | "USAGE"
  | "CREATE";

interface OnObject {
  readonly schema?: string;
  readonly name: string;
}

interface Privileges extends OnObject {
  /** A view's privileges are a table's. */
  readonly on: "schema" | "table" | "sequence" | "type";
  readonly privileges: readonly Privilege[];
  /** Columns of the table that the privileges are for. */
  readonly columns?: readonly string[];
}

/** https://www.postgresql.org/docs/current/sql-grant.html */
export interface Grant extends Privileges {
  readonly op: "grant";
  /** Names of roles, or `public`. */
  readonly to: readonly string[];
  readonly withGrantOption?: boolean;
}
/** https://www.postgresql.org/docs/current/sql-revoke.html */
export interface Revoke extends Privileges {
  readonly op: "revoke";
  readonly from: readonly string[];
  /** The privileges stay; only the right to pass them on goes. */
  readonly grantOptionOnly?: boolean;
}
/** Whoever runs it must be a superuser, or able to become the new owner. */
export interface SetOwner extends OnObject {
  readonly op: "setOwner";
  readonly on: "schema" | "table" | "view" | "materialized view" | "sequence" | "type";
  readonly owner: string;
}
export type AccessOperation = Grant | Revoke | SetOwner;

const PRIVILEGES: { readonly [P in Privilege]: true } = {
  ALL: true,
  SELECT: true,
  INSERT: true,
  UPDATE: true,
  DELETE: true,
  TRUNCATE: true,
  REFERENCES: true,
  TRIGGER: true,
  MAINTAIN: true,
  USAGE: true,
  CREATE: true,
};

function objectSql(on: SetOwner["on"], { schema, name }: OnObject): string {
  return `${on.toUpperCase()} ${on === "schema" ? quoteIdentifier(name) : qualifiedName(name, schema)}`;
}

function privilegesSql({ privileges, columns }: Privileges): string {
  const list = columns === undefined ? "" : ` (${columns.map(quoteIdentifier).join(", ")})`;
  return privileges
    .map((privilege) => {
      // A hand-written file may hold any text here, and it is no identifier that could be quoted.
      if (!Object.hasOwn(PRIVILEGES, privilege)) {
        throw sluiceError("INVALID_OPERATION", `there is no privilege ${JSON.stringify(privilege)}`, {
          hint: `There are ${Object.keys(PRIVILEGES).join(", ")}.`,
        });
      }
      return `${privilege}${list}`;
    })
    .join(", ");
}

export const accessSql: { readonly [N in AccessOperation["op"]]: ToSql<N> } = {
  grant: (grant) => [
    statement(
      `GRANT ${privilegesSql(grant)} ON ${objectSql(grant.on, grant)} TO ${rolesSql(grant.to)}${grant.withGrantOption === true ? " WITH GRANT OPTION" : ""}`,
      hazard("CHANGES_ACCESS", `${grant.to.join(", ")} may ${grant.privileges.join(", ")} ${grant.on} ${grant.name}`),
    ),
  ],
  revoke: (revoke) => [
    statement(
      `REVOKE ${revoke.grantOptionOnly === true ? "GRANT OPTION FOR " : ""}${privilegesSql(revoke)} ON ${objectSql(revoke.on, revoke)} FROM ${rolesSql(revoke.from)}`,
      hazard(
        "CHANGES_ACCESS",
        `${revoke.from.join(", ")} may no longer ${revoke.grantOptionOnly === true ? "pass on" : ""} ${revoke.privileges.join(", ")} on ${revoke.on} ${revoke.name}`.replace(
          "  ",
          " ",
        ),
      ),
    ),
  ],
  setOwner: (owned) => [statement(`ALTER ${objectSql(owned.on, owned)} OWNER TO ${roleSql(owned.owner)}`)],
};
