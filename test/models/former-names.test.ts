/** `renamed` marks whatever either line of drizzle-orm makes, and the mark survives what drizzle does with it. */

import { loadDrizzle, readModel, renamed } from "@sluice/core";
import { forgetProjects, LINES, loadLine } from "../support/lines.ts";

afterAll(forgetProjects);

test.each(LINES)("with drizzle-orm %s", (line) => {
  const { pg, root } = loadLine(line);
  const app = renamed(pg.pgSchema("app"), "old");
  const status = renamed(app.enum("status", ["pending", "paid"]), { name: "state", values: { pending: "unpaid" } });
  const people = renamed(
    app.table("people", {
      id: renamed(pg.serial("id"), "key").primaryKey(),
      full: renamed(pg.text("full").notNull().default("x"), "name"),
      tags: renamed(pg.text("tags").array(), "labels"),
      status: renamed(status("status"), "state"),
      plain: pg.text("plain"),
    }),
    { name: "users", schema: "public" },
  );
  const sequence = renamed(app.sequence("numbers"), "q");
  const view = renamed(
    pg.pgView("v").as((query) => query.select().from(people)),
    "old_v",
  );
  const { catalog } = readModel({ app, status, people, sequence, view }, { drizzle: loadDrizzle(root) });
  const told = [...catalog.values()].flatMap(({ formerPaths = [] }) =>
    formerPaths.map(({ kind, from, to }) => `${kind} ${from.join(".")} → ${to.join(".")}`),
  );
  expect(told).toEqual([
    "schema old → app",
    "enum app.state → app.status",
    "enum-value app.status.unpaid → app.status.pending",
    "sequence app.q → app.numbers",
    "table public.users → app.people",
    "column app.people.key → app.people.id",
    "column app.people.name → app.people.full",
    "column app.people.labels → app.people.tags",
    "column app.people.state → app.people.status",
    "view public.old_v → public.v",
  ]);
});
