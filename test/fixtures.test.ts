/**
 * The golden folders: each goes the whole way on every server, with models of both lines of drizzle-orm, and what a person
 * reads is compared byte for byte.
 */

import { closePglite, wantedMajors } from "@sluice/test-kit";
import { expectedOf, fixtures, type Fixture } from "./support/fixture.ts";
import { forgetProjects, type Line } from "./support/lines.ts";
import { goTheWholeWay } from "./support/whole-way.ts";
import { grounds, type GroundName } from "./support/witnesses.ts";

afterAll(async () => {
  forgetProjects();
  await closePglite();
});

function cases(line: Line, ground: GroundName): readonly (readonly [string, Fixture])[] {
  return fixtures(line)
    .filter(({ settings }) => settings.servers?.includes(ground) !== false)
    .map((fixture) => [fixture.name, fixture]);
}

function run(fixture: Fixture, ground: GroundName): Promise<void> {
  return goTheWholeWay(fixture, ground, ({ source }) => expect(source).toBe(expectedOf(fixture, source, ground)));
}

describe.each(grounds())("on %s", (ground) => {
  test.each(cases("0.45", ground))("%s", (_, fixture) => run(fixture, ground));
});

// What a server says does not depend on the line: one is enough, unless the whole sweep is asked for.
const ofBoth = process.env["SLUICE_SWEEP"] === undefined ? [Math.max(...wantedMajors())] : grounds();

describe.each(ofBoth)("with drizzle-orm 1.0 on %s", (ground) => {
  test.each(cases("1.0", ground))("%s", (_, fixture) => run(fixture, ground));
});
