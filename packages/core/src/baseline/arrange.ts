/** An order in which everything can be made from nothing: PostgreSQL finds it, by trying. */

import { planStatements, type Connection, type Operation } from "@sluice/runner";

interface Refused {
  readonly operation: Operation;
  readonly cause: unknown;
}

export interface Arranged {
  readonly operations: readonly Operation[];
  /** What could not be made, with what the server said last. */
  readonly refused: readonly Refused[];
}

/** Runs operations in one transaction; what the server said against them, else null. */
async function failureOf(
  connection: Connection,
  operations: readonly Operation[],
  serverVersion: number,
): Promise<unknown> {
  const statements = planStatements(operations, { serverVersion }).flatMap((each) => each.statements);
  try {
    await connection.script(`begin;\n${statements.map(({ text }) => `${text};\n`).join("")}commit`);
    return null;
  } catch (cause) {
    await connection.script("rollback").catch(() => undefined);
    return cause;
  }
}

/**
 * Makes what can be made, round after round, until all is there or a round makes nothing.
 *
 * @param operations in an order that is mostly right.
 */
export async function arrange(
  connection: Connection,
  operations: readonly Operation[],
  serverVersion: number,
): Promise<Arranged> {
  // One message, where all goes through as it stands.
  if ((await failureOf(connection, operations, serverVersion)) === null) return { operations, refused: [] };
  const made: Operation[] = [];
  for (let waiting = operations; ;) {
    const refused: Refused[] = [];
    for (const operation of waiting) {
      const cause = await failureOf(connection, [operation], serverVersion);
      if (cause === null) made.push(operation);
      else refused.push({ operation, cause });
    }
    if (refused.length === 0 || refused.length === waiting.length) return { operations: made, refused };
    waiting = refused.map(({ operation }) => operation);
  }
}
