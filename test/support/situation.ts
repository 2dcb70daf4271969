/** Situations: small cases that go the same whole way as the golden folders, told as a table. */

import { generateDrizzleJson, generateMigration } from "drizzle-kit/api";
import { closePglite, wantedMajors } from "@sluice/test-kit";
import type { Operation } from "@sluice/runner";
import { goTheWholeWay, type Case, type CaseSettings } from "./whole-way.ts";
import { grounds, type GroundName } from "./witnesses.ts";

type Model = () => Readonly<Record<string, unknown>>;

/** An operation's name and those of its keys that matter. */
export type Expected = { readonly op: Operation["op"] } & Readonly<Record<string, unknown>>;

export interface Situation extends CaseSettings {
  /** A sentence. */
  readonly name: string;
  /** SQL of the database that it starts with, rows included. */
  readonly before: string;
  readonly model: Model;
  /** The operations that must come out, in order; none: nothing differs. Left out where it is refused. */
  readonly operations?: readonly Expected[];
  readonly after?: string;
  readonly rows?: Case["rows"];
}

function caseOf(situation: Situation): Case {
  const { name, before, model, after = null, rows, operations: _, ...settings } = situation;
  return { name, before, model, after, settings, ...(rows === undefined ? {} : { rows }) };
}

function on(settings: CaseSettings, ground: GroundName): boolean {
  return settings.servers?.includes(ground) !== false;
}

function everywhere<S extends CaseSettings & { readonly name: string }>(
  list: readonly S[],
  go: (situation: S, ground: GroundName) => Promise<void>,
): void {
  afterAll(closePglite);
  describe.each(grounds())("on %s", (ground) => {
    const here = list.filter((situation) => on(situation, ground)).map((each) => [each.name, each] as const);
    test.each(here)("%s", (_, situation) => go(situation, ground));
  });
}

/** Declares a test of each situation on each ground. */
export function situations(list: readonly Situation[]): void {
  everywhere(list, (situation, ground) =>
    goTheWholeWay(caseOf(situation), ground, ({ operations }) => {
      const wanted = situation.operations ?? [];
      // Of one length first: a difference then tells the operations whole.
      if (operations.length !== wanted.length) expect(operations).toEqual(wanted);
      expect(operations).toMatchObject(wanted);
    }),
  );
}

/**
 * The same with plain statements, which tell what each change comes to; and once more, on the newest server, with the brief
 * locks that are the default, whose steps the golden folders show.
 */
export function situationsWithPlainLocks(list: readonly Situation[]): void {
  situations(list.map((each) => ({ ...each, locks: "plain" })));
  const newest = wantedMajors().at(-1) ?? "pglite";
  // Where rows are in the way, what came before them has been committed by then.
  const here = list.filter((each) => on(each, newest) && each.rowsInTheWay === undefined && each.refused === undefined);
  describe("with brief locks", () => {
    test.each(here.map((each) => [each.name, each] as const))("%s", (_, situation) =>
      goTheWholeWay(caseOf(situation), newest, () => undefined),
    );
  });
}

export interface RoundTrip extends CaseSettings {
  readonly name: string;
  readonly model: Model;
  /** What must be there first: extensions. */
  readonly first?: string;
  /** SQL of the database that the model means, where drizzle-kit's own is wrong. */
  readonly built?: string;
  /** Why the database that Sluice builds is not, byte for byte, the one that drizzle-kit builds. */
  readonly differs?: string;
}

/** What drizzle-kit itself builds a model with. */
export async function kitSql(model: Readonly<Record<string, unknown>>): Promise<string> {
  const json = generateDrizzleJson({ ...model });
  const statements = await generateMigration(generateDrizzleJson({}), json);
  return statements.join(";\n");
}

async function goRound(trip: RoundTrip, ground: GroundName): Promise<void> {
  const { name, model, first = "", built, differs, ...settings } = trip;
  const wanted = `${first};\n${built ?? (await kitSql(model()))}`;
  await goTheWholeWay({ name, model, before: wanted, after: null, settings }, ground, ({ operations }) =>
    expect(operations).toEqual([]),
  );
  const { diagnostics: _, ...rest } = settings;
  await goTheWholeWay(
    { name, model, before: first, after: differs === undefined ? wanted : null, settings: rest },
    ground,
    ({ isEmpty }) => expect(isEmpty).toBe(false),
  );
}

/**
 * Declares a test of each round trip on each ground: a database built with drizzle-kit's own SQL does not differ from its
 * model, and the one that Sluice builds from nothing is the same.
 */
export function roundTrips(list: readonly RoundTrip[]): void {
  everywhere(list, goRound);
}
