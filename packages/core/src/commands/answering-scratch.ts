/**
 * Where the server that is compared can't be asked what expressions mean (a hot standby, a role without the right to temporary
 * objects), a scratch database with its schema answers.
 */

import { messageOf, sluiceError, type Connection } from "@sluice/runner";
import { NO_CASTS } from "../canonical/casts.ts";
import { UNKNOWN_REWRITES } from "../canonical/rewrites.ts";
import type { Catalog } from "../catalog/catalog.ts";
import type { Diagnostic } from "../catalog/diagnostic.ts";
import { objectId } from "../catalog/object.ts";
import { openRebuilt } from "../proof/rebuilt.ts";
import type { Scratch, ScratchPlace } from "../proof/scratch.ts";
import { readSurroundings } from "../proof/surroundings.ts";
import type { LiveDatabase } from "../introspect/introspect.ts";
import type { OpenDatabase } from "./open-database.ts";

export interface AnsweringScratch {
  /**
   * Opens it, the first time that it is asked for.
   *
   * @param why what stands against asking the server itself.
   */
  readonly connect: (why: string) => Promise<Connection>;
  /** Says so where it was opened. */
  readonly diagnostics: () => readonly Diagnostic[];
  readonly close: () => Promise<void>;
}

function diagnostic(why: string, { label }: Scratch): Diagnostic {
  return {
    code: "ASKED_ELSEWHERE",
    severity: "info",
    object: null,
    message: `${why}: ${label} was asked what the models' expressions mean`,
    hint: "That takes longer. The server itself answers on the primary, and to a role that has TEMPORARY on the database.",
  };
}

/** Nothing is opened before it is asked for. */
export function answeringScratch(
  { database, connection }: OpenDatabase,
  live: { readonly catalog: Catalog; readonly server: LiveDatabase["server"] },
  schemas: readonly string[],
  defaultSchema: string,
  place: ScratchPlace | undefined,
): AnsweringScratch {
  let opened: { readonly why: string; readonly scratch: Scratch } | null = null;
  const open = async (): Promise<Scratch> => {
    const managed = schemas.filter((schema) => live.catalog.has(objectId("schema", [schema])));
    const surroundings = await readSurroundings(connection, schemas, managed);
    // From nothing: no type changes, and no table is in use.
    const changes = { cast: NO_CASTS.kind, rewrites: UNKNOWN_REWRITES, using: () => undefined };
    const context = { server: live.server, locks: "plain", defaultSchema, ...changes } as const;
    return openRebuilt({ live: live.catalog, database, surroundings, context }, place);
  };
  return {
    async connect(why) {
      if (opened !== null) return opened.scratch.connection;
      const scratch = await open().catch((cause: unknown) => {
        throw sluiceError(
          "CANONICAL_UNAVAILABLE",
          `${why}, and no scratch database can be asked what the models' expressions mean: ${messageOf(cause)}`,
          {
            hint: "Compare against the primary, with a role that has TEMPORARY on the database, or give an empty database as scratch.",
            cause,
          },
        );
      });
      opened = { why, scratch };
      return scratch.connection;
    },
    diagnostics: () => (opened === null ? [] : [diagnostic(opened.why, opened.scratch)]),
    close: async () => opened?.scratch.close(),
  };
}
