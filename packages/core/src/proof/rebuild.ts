/** Makes a schema from statements whose order is not known to be right: what fails is tried again after the others. */

import type { Connection } from "@sluice/runner";

/** What could not be made, with what the server said last. */
export interface Refused {
  readonly text: string;
  readonly cause: unknown;
}

async function attempt(connection: Connection, text: string): Promise<Refused | null> {
  try {
    await connection.query(text);
    return null;
  } catch (cause) {
    return { text, cause };
  }
}

/**
 * Runs statements, each by itself, in rounds until all have run or none of a round does.
 *
 * @returns those that never ran.
 */
export async function runInRounds(connection: Connection, texts: readonly string[]): Promise<readonly Refused[]> {
  let waiting = texts;
  for (;;) {
    const refused: Refused[] = [];
    for (const text of waiting) {
      const failure = await attempt(connection, text);
      if (failure !== null) refused.push(failure);
    }
    if (refused.length === 0 || refused.length === waiting.length) return refused;
    waiting = refused.map(({ text }) => text);
  }
}

/** Runs statements in one message where they all go through as they stand: a schema of hundreds of tables in one round trip. */
export async function runAtOnce(connection: Connection, texts: readonly string[]): Promise<boolean> {
  if (texts.length === 0) return true;
  try {
    await connection.script(`begin;\n${texts.join(";\n")};\ncommit`);
    return true;
  } catch {
    await connection.script("rollback").catch(() => undefined);
    return false;
  }
}
