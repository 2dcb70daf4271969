/** The golden folders: each goes the whole way on every server, and what a person reads is compared byte for byte. */

import { closePglite } from "@sluice/test-kit";
import { fixtures, isUpdating, writeExpected, type Fixture } from "./support/fixture.ts";
import { goTheWholeWay } from "./support/whole-way.ts";
import { grounds, type GroundName } from "./support/witnesses.ts";

afterAll(closePglite);

function run(fixture: Fixture, ground: GroundName): Promise<void> {
  return goTheWholeWay(fixture, ground, ({ source }) => {
    if (isUpdating) writeExpected(fixture, source);
    else expect(source).toBe(fixture.expected);
  });
}

describe.each(grounds())("on %s", (ground) => {
  const here = fixtures().filter(({ settings }) => settings.servers?.includes(ground) !== false);
  test.each(here.map((fixture) => [fixture.name, fixture] as const))("%s", (_, fixture) => run(fixture, ground));
});
