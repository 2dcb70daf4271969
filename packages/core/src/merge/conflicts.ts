/** Where two branches meet: what one does to a thing that the other does something to as well. */

import type { Migration, Operation } from "@sluice/runner";
import { claimsOf, type Claim } from "./claims.ts";

export interface MergeConflict {
  /** What both speak of: `column public.fees.amount`. */
  readonly object: string;
  /** One sentence. */
  readonly message: string;
  /** The revisions, one of each branch. */
  readonly revisions: readonly [string, string];
  readonly operations: readonly [Operation["op"], Operation["op"]];
}

interface Claimed extends Claim {
  readonly revision: string;
  readonly operation: Operation["op"];
}

const VERBS: Readonly<Record<Claim["how"], string>> = {
  makes: "adds",
  drops: "drops",
  renames: "renames",
  changes: "changes",
  needs: "rests on",
};

function claimedBy(branch: readonly Migration[]): readonly Claimed[] {
  return branch.flatMap(({ revision, upgrade }) =>
    upgrade.flatMap((operation) =>
      (claimsOf(operation) ?? []).map((claim) => ({ ...claim, revision: revision.id, operation: operation.op })),
    ),
  );
}

/** Two that only rest on a thing, or of which one changes what the other rests on, do not disturb one another. */
function isConflict(one: Claim["how"], other: Claim["how"]): boolean {
  const pair = new Set([one, other]);
  if (pair.has("drops") || pair.has("renames")) return true;
  return one !== "needs" && other !== "needs";
}

function messageOf(one: Claimed, other: Claimed): string {
  if (one.how === other.how) return `both ${VERBS[one.how].replace(/s$/, "")} ${one.object}`;
  return `${one.revision} ${VERBS[one.how]} ${one.object}, which ${other.revision} ${VERBS[other.how]}`;
}

/** What a branch makes and nobody had before: what it does to it afterwards is its own affair. */
function grounds(claims: readonly Claimed[]): ReadonlyMap<string, readonly Claimed[]> {
  const byObject = new Map<string, Claimed[]>();
  for (const claim of claims) {
    const known = byObject.get(claim.object);
    if (known === undefined) byObject.set(claim.object, [claim]);
    else known.push(claim);
  }
  return byObject;
}

/** A thing that one branch makes and the other makes too meets once, in what they make. */
function meeting(ones: readonly Claimed[], others: readonly Claimed[]): readonly (readonly [Claimed, Claimed])[] {
  const made = [ones, others].map((list) => list.filter(({ how }) => how === "makes"));
  const [first, second] = [made[0]?.[0], made[1]?.[0]];
  if (first !== undefined && second !== undefined) return [[first, second]];
  return ones.flatMap((one) => others.map((other) => [one, other] as const));
}

/**
 * The conflicts of two branches: operations that meet on one name. SQL of one's own is not read; see {@link opaqueRevisions}.
 */
export function mergeConflicts(left: readonly Migration[], right: readonly Migration[]): readonly MergeConflict[] {
  const others = grounds(claimedBy(right));
  const conflicts = new Map<string, MergeConflict>();
  for (const [object, ones] of grounds(claimedBy(left))) {
    for (const [one, other] of meeting(ones, others.get(object) ?? [])) {
      if (!isConflict(one.how, other.how)) continue;
      const message = messageOf(one, other);
      conflicts.set(`${message} ${one.revision} ${other.revision}`, {
        object,
        message,
        revisions: [one.revision, other.revision],
        operations: [one.operation, other.operation],
      });
    }
  }
  return [...conflicts.values()];
}

/** Revisions that run SQL or code of their own, which no name tells about. */
export function opaqueRevisions(branch: readonly Migration[]): readonly string[] {
  return branch
    .filter(({ upgrade }) => upgrade.some((each) => claimsOf(each) === null))
    .map(({ revision }) => revision.id);
}
