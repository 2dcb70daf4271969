/** Makes what a database has on an empty one, and so finds the order in which a revision can. */

import { messageOf, sluiceError, type Database, type Operation } from "@sluice/runner";
import type { Catalog } from "../catalog/catalog.ts";
import type { Diagnostic } from "../catalog/diagnostic.ts";
import type { LiveDatabase } from "../introspect/introspect.ts";
import type { PlanContext } from "../kinds/kind.ts";
import { differenceText } from "../proof/difference.ts";
import { onScratch } from "../proof/on-scratch.ts";
import { versionOf } from "../proof/prove.ts";
import { runInRounds } from "../proof/rebuild.ts";
import type { Scratch, ScratchPlace } from "../proof/scratch.ts";
import type { Surroundings } from "../proof/surroundings.ts";
import { arrange } from "./arrange.ts";
import type { Besides } from "./besides.ts";

export interface MakingInput {
  readonly database: Database;
  readonly catalog: Catalog;
  readonly unmanaged: readonly Diagnostic[];
  readonly context: Omit<PlanContext, "from" | "to">;
  /** What makes the managed objects. */
  readonly managed: readonly Operation[];
  /** What makes the rest. */
  readonly besides: Besides;
  /** What stands in other schemas. */
  readonly surroundings: Surroundings;
  readonly read: (scratch: Scratch) => Promise<LiveDatabase>;
}

export interface Made {
  readonly operations: readonly Operation[];
  /** What of the database the operations do not make. */
  readonly left: readonly Diagnostic[];
  /** Where it was tried. */
  readonly scratch: string;
}

const MAJOR = 10_000;

function major(version: number): number {
  return Math.floor(version / MAJOR);
}

function executed(sql: string): Operation {
  return { op: "execute", sql };
}

async function madeOn(scratch: Scratch, input: MakingInput): Promise<Made> {
  const { connection, label } = scratch;
  const { surroundings, context } = input;
  const version = await versionOf(scratch);
  const roles = scratch.isOwnServer ? surroundings.wholeRoles : scratch.isSameServer ? [] : surroundings.roles;
  await connection.query("set check_function_bodies = off");
  await runInRounds(connection, [...roles, ...surroundings.statements]);
  await connection.query("reset check_function_bodies");
  const places = input.managed.filter(({ op }) => op === "createSchema");
  const rest = input.managed.filter(({ op }) => op !== "createSchema");
  const { before, after } = input.besides;
  const mostly = [...places, ...before.map(executed), ...rest, ...after.map(executed)];
  const { operations, refused } = await arrange(connection, mostly, version);
  const missing = refused.find(({ operation }) => operation.op !== "execute");
  if (missing !== undefined) {
    throw sluiceError("PROOF_UNAVAILABLE", `the schema can't be made on ${label}: ${messageOf(missing.cause)}`, {
      hint: "Use a scratch database that has what is missing: --scratch server, or --scratch <url of an empty database>. --no-proof writes the file untried.",
      details: { scratch: label, operation: missing.operation },
      cause: missing.cause,
    });
  }
  const made = await input.read(scratch);
  // Another major version prints some of it otherwise.
  const isComparable = major(version) === major(context.server.version);
  const difference = isComparable ? differenceText(input.catalog, made.catalog, context) : "";
  if (difference !== "") {
    throw sluiceError(
      "PROOF_FAILED",
      `made from nothing on ${label}, it is not what the database has:\n\n${difference}`,
      {
        hint: "Nothing was written. This is a fault of Sluice; --no-proof writes the file all the same.",
        details: { scratch: label, difference },
      },
    );
  }
  const there = new Set(made.unmanaged.map(({ object }) => object));
  return { operations, left: input.unmanaged.filter(({ object }) => !there.has(object)), scratch: label };
}

/**
 * Tries it.
 *
 * @throws PROOF_FAILED with the difference; PROOF_UNAVAILABLE where there is no place to try it.
 */
export function madeFromNothing(input: MakingInput, place?: ScratchPlace): Promise<Made> {
  return onScratch(place, input.surroundings.extensions, input.database, (scratch) => madeOn(scratch, input));
}
