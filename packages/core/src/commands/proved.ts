/** Proves the migration of a comparison. */

import type { Operation } from "@sluice/runner";
import { objectId } from "../catalog/object.ts";
import { introspect } from "../introspect/introspect.ts";
import { prove, type Proof } from "../proof/prove.ts";
import type { ScratchPlace } from "../proof/scratch.ts";
import { readSurroundings } from "../proof/surroundings.ts";
import { unifiedDiff } from "../proof/difference.ts";
import { scopeOf } from "./reading.ts";
import { compareModel } from "./compare-model.ts";
import type { CompareOptions, Comparison } from "./comparison.ts";
import type { OpenDatabase } from "./open-database.ts";
import { schemaTexts } from "./schema-text.ts";

/**
 * Proves that the operations lead from the database to the models and back.
 *
 * @throws PROOF_FAILED, PROOF_UNAVAILABLE
 */
export async function proved(
  { database, connection }: OpenDatabase,
  { found, schemas, model, context }: Comparison,
  operations: { readonly upgrade: readonly Operation[]; readonly downgrade: readonly Operation[] },
  options: CompareOptions & { readonly scratch?: ScratchPlace | undefined },
): Promise<Proof> {
  const scope = scopeOf(options, schemas);
  // What was a rename is done: nothing is left to be decided.
  const { renames: _, ...asked } = options;
  const managed = schemas.filter((schema) => found.has(objectId("schema", [schema])));
  return prove(
    {
      live: found,
      database,
      surroundings: await readSurroundings(connection, schemas, managed),
      context,
      ...operations,
      read: async (scratch) => (await introspect(scratch.connection, scope)).catalog,
      toModel: async (scratch) => {
        const there = await introspect(scratch.connection, scopeOf(options, options.schemas ?? model.schemas));
        const left = await compareModel(scratch.connection, model, there, { ...asked, noRenames: true });
        const { from, to } = schemaTexts(left);
        const text = unifiedDiff(from, to);
        return { operations: left.operations, text: text === "" ? JSON.stringify(left.operations, null, 2) : text };
      },
    },
    options.scratch,
  );
}
