/** Declares the tests of the golden folders: several files share the work, so that workers can. */

import { closePglite } from "@sluice/test-kit";
import { expectedOf, fixtures, type Fixture } from "./fixture.ts";
import { forgetProjects, type Line } from "./lines.ts";
import { goTheWholeWay } from "./whole-way.ts";
import type { GroundName } from "./witnesses.ts";

function run(fixture: Fixture, ground: GroundName): Promise<void> {
  return goTheWholeWay(fixture, ground, ({ source }) => expect(source).toBe(expectedOf(fixture, source, ground)));
}

/** Every golden folder that a line of drizzle-orm can say, on the given grounds. */
export function goldenFolders(line: Line, grounds: readonly GroundName[]): void {
  afterAll(async () => {
    forgetProjects();
    await closePglite();
  });
  describe.each(grounds)(line === "1.0" ? "with drizzle-orm 1.0 on %s" : "on %s", (ground) => {
    const here = fixtures(line).filter(({ settings }) => settings.servers?.includes(ground) !== false);
    test.each(here.map((fixture) => [fixture.name, fixture] as const))("%s", (_, fixture) => run(fixture, ground));
  });
}
