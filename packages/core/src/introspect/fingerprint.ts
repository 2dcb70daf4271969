/**
 * One hash of all that an introspection would read. Whoever has seen a database before learns whether anything of it has
 * changed since, and only the server has had to look.
 */

import { createHash } from "node:crypto";
import type { Connection } from "@sluice/runner";
import { includesBoth } from "../filters/include-name.ts";
import type { IntrospectOptions } from "./introspect.ts";
import { queriesOf } from "./queries.ts";
import { hashStatementOf, statementOf } from "./read.ts";
import { findScope, type FoundScope } from "./scope.ts";
import { inSnapshot } from "./snapshot.ts";

/** @param hashes of what each query gave, in their order. */
export function fingerprintOf(scope: FoundScope, hashes: readonly string[]): string {
  const sum = createHash("sha256").update(scope.text);
  // What a query asks for tells which tables it is about.
  for (const [place, query] of queriesOf(scope).entries()) sum.update(`\n${statementOf(query)}\n${hashes[place]}`);
  return sum.digest("hex");
}

/**
 * What {@link introspect} gives as `fingerprint`, without the reading: the same queries are run in the same snapshot, and the
 * server answers each with a hash. https://www.postgresql.org/docs/current/functions-binarystring.html
 *
 * @returns hexadecimal digits.
 * @throws UNSUPPORTED_SERVER before PostgreSQL 14.
 * @example (await fingerprint(connection, { schemas: ["public"] })) === before.fingerprint
 */
export function fingerprint(connection: Connection, options: IntrospectOptions): Promise<string> {
  return inSnapshot(connection, async () => {
    const scope = await findScope(connection, { ...options, ...includesBoth(options, options.includeName) });
    const asked = queriesOf(scope).map((query) => connection.query(hashStatementOf(query)));
    // None is under way when the transaction ends.
    const answers = Promise.allSettled(asked).then(() => Promise.all(asked));
    options.onAsked?.();
    return fingerprintOf(
      scope,
      (await answers).map(([row]) => String(row?.["hash"])),
    );
  });
}
