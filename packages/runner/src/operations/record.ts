/** Runs a migration's function and keeps what it asks for: operations are recorded, never run. */

import { types } from "node:util";
import { sluiceError } from "../errors/sluice-error.ts";
import { isSqlText, type SqlText } from "../sql/sql-text.ts";
import type { Execute, Irreversible, Run } from "./data-operations.ts";
import type { Operation, OperationName, OperationOf } from "./operation.ts";
import { OPERATION_SHAPES } from "./shapes.ts";
import { checkShape } from "./validate.ts";

type Recorded = Exclude<OperationName, "execute" | "run" | "irreversible">;

/** What `upgrade` and `downgrade` are given: one method for each operation. */
export type Operations = { readonly [N in Recorded]: (operation: Omit<OperationOf<N>, "op">) => void } & {
  /** Sends SQL as it stands; `{ transaction: "alone" }` for what PostgreSQL refuses inside a transaction block. */
  readonly execute: (sql: SqlText, options?: Pick<Execute, "transaction" | "done">) => void;
  /** Runs code that must look at rows, where it stands in the order of operations. */
  readonly run: (run: Run["run"]) => void;
  /** Stands in a `downgrade` that there can't be, and says why: nothing is taken back where it would have to be passed. */
  readonly irreversible: (reason: Irreversible["reason"]) => void;
};

function frozenCopy<T>(value: T): T {
  if (typeof value !== "object" || value === null || types.isDate(value) || types.isUint8Array(value)) return value;
  if (Array.isArray(value)) return Object.freeze(value.map(frozenCopy)) as T;
  const entries: [string, unknown][] = [];
  for (const [key, held] of Object.entries(value) as [string, unknown][]) {
    if (held !== undefined) entries.push([key, frozenCopy(held)]);
  }
  // Also of a key that assignments mean otherwise (`__proto__`): the copy has the same keys and values as the original.
  return Object.freeze(Object.fromEntries(entries)) as T;
}

function argumentOf(name: OperationName, given: readonly unknown[]): Readonly<Record<string, unknown>> {
  const [first, second] = given;
  if (name === "run") return { run: first };
  if (name === "irreversible") return { reason: first };
  if (name === "execute") {
    if (!isSqlText(first)) {
      throw sluiceError("INVALID_OPERATION", "op.execute: an sql`…` text is expected", {
        hint: "Write op.execute(sql`…`), so that what goes into the text is quoted.",
      });
    }
    return { sql: first.sql, ...(typeof second === "object" ? second : {}) };
  }
  if (typeof first !== "object" || first === null) {
    throw sluiceError("INVALID_OPERATION", `op.${name}: a record is expected`, { hint: `Write op.${name}({ … }).` });
  }
  return { ...first };
}

/**
 * Records what a migration's `upgrade` or `downgrade` asks for.
 *
 * @param migrate the function of the file.
 * @returns the operations in order, as frozen plain data.
 * @throws INVALID_OPERATION where an operation is misspelt, holds a wrong key or value, or the function is async.
 * @example recordOperations((op) => op.dropTable({ name: "fees" })) // [{ op: "dropTable", name: "fees" }]
 */
export function recordOperations(migrate: (op: Operations) => unknown): readonly Operation[] {
  const recorded: Operation[] = [];
  const record = (name: OperationName, given: readonly unknown[]): void => {
    const argument = argumentOf(name, given);
    checkShape(`op.${name}`, argument, OPERATION_SHAPES[name]);
    // checkShape has just held it against the shape of the operation of this name.
    recorded.push(frozenCopy({ op: name, ...argument }) as unknown as Operation);
  };
  const op = new Proxy(OPERATION_SHAPES, {
    get(shapes, name) {
      if (typeof name !== "string") return undefined;
      if (!Object.hasOwn(shapes, name)) {
        throw sluiceError("INVALID_OPERATION", `there is no operation op.${name}`, {
          hint: `There are ${Object.keys(shapes).join(", ")}.`,
        });
      }
      // The keys of OPERATION_SHAPES are the operations' names.
      return (...given: readonly unknown[]): void => record(name as OperationName, given);
    },
  });
  // The proxy has exactly the methods of OPERATION_SHAPES, whose keys are checked against Operation.
  const result = migrate(op as unknown as Operations);
  if (types.isPromise(result)) {
    // Its failure, if any, is not what is wrong here.
    result.catch(() => undefined);
    throw sluiceError("INVALID_OPERATION", "upgrade and downgrade record operations; they can't be async", {
      hint: "Put work that must look at rows into op.run(async ({ sql }) => …).",
    });
  }
  return recorded;
}
