/** The locks that a statement takes on relations. https://www.postgresql.org/docs/current/explicit-locking.html */

export type LockMode =
  | "ROW EXCLUSIVE"
  | "SHARE UPDATE EXCLUSIVE"
  | "SHARE"
  | "SHARE ROW EXCLUSIVE"
  | "EXCLUSIVE"
  | "ACCESS EXCLUSIVE";

export interface Lock {
  readonly mode: LockMode;
  /** The relation, with its schema where the operation says one. */
  readonly on: string;
}

/** A lock on a relation. @example lockOn("SHARE", "fees", "app") // { mode: "SHARE", on: "app.fees" } */
export function lockOn(mode: LockMode, name: string, schema: string | undefined): Lock {
  return { mode, on: schema === undefined ? name : `${schema}.${name}` };
}
