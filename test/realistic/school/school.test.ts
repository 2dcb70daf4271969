/** A project of years: its models say exactly what its database is, and every drift is found, alone, and led back. */

import { autogenerate } from "@sluice/core";
import { createRunner } from "@sluice/runner";
import { closePglite, dump, server, servers, testDatabase, testPglite } from "@sluice/test-kit";
import { forgetProjects, LINES } from "../../support/lines.ts";
import { columns, defaults } from "./drifts/columns.ts";
import { constraints, indexes } from "./drifts/constraints.ts";
import type { Drift } from "./drifts/drift.ts";
import { policies, relations } from "./drifts/relations.ts";
import { checkSchool, dropRoles, history, makeRoles, openSchool, optionsFor, type School } from "./school.ts";

afterAll(forgetProjects);

/** What the models can't say, and what is nobody's: left as it is, and told. */
const NAMED = [
  "OTHER_LEDGER table public.pgmigrations",
  "UNMANAGED domain library.isbn",
  "UNMANAGED exclusion constraint room_bookings_during_excl of library.room_bookings",
  "UNMANAGED extension citext",
  "UNMANAGED extension pg_trgm",
  "UNMANAGED function public.next_student_number()",
  "UNMANAGED function public.touch()",
  "UNMANAGED partitions 3 of public.attendance",
  "UNMANAGED statistics object public.persons_names",
  "UNMANAGED trigger persons_touched of public.persons",
  "UNSPOKEN foreign-key public.teachers.teachers_own_class",
  "UNSPOKEN index finance.monthly_revenue_once",
  "UNSPOKEN index library.loans_of_user",
  "UNSPOKEN row-security public.audit_log",
  "UNSPOKEN table public.attendance",
];

describe("what nobody changed does not differ", () => {
  test.each(servers())("on $major", async (server) => {
    const school = await openSchool(server);
    try {
      for (const line of LINES) {
        const { operations, diagnostics } = await checkSchool(school.database.url, line);
        expect(operations).toEqual([]);
        const found = new Set(diagnostics.map(({ code, object }) => `${code} ${object ?? ""}`));
        expect([...found].toSorted()).toEqual(NAMED);
      }
    } finally {
      await school.close();
    }
  });

  test("on pglite", async () => {
    const pglite = await testPglite();
    try {
      await pglite.exec(makeRoles);
      for (const year of history()) await pglite.exec(year);
      expect((await checkSchool(pglite)).operations).toEqual([]);
    } finally {
      await testPglite();
      await pglite.exec(dropRoles);
      await closePglite();
    }
  });
});

describe("what somebody changed is found, alone, and led back", () => {
  let school: School;
  let before: string;
  beforeAll(async () => {
    school = await openSchool(server());
    before = await dump(school.database);
  });
  afterAll(() => school.close());

  async function expectLedBack({ sql, renames = [], operations: wanted }: Drift): Promise<void> {
    const database = await testDatabase({ server: server(), from: school.database });
    try {
      await database.query(sql);
      const options = { ...optionsFor(database.url), locks: "plain" as const, proof: false, renames };
      const result = await autogenerate({ ...options, message: "back" });
      if (result.operations.length !== wanted.length) expect(result.operations).toEqual(wanted);
      expect(result.operations).toMatchObject(wanted);
      await result.write();
      await createRunner({ database: database.url, migrations: options.migrations }).upgrade();
      expect(await dump(database)).toBe(before);
    } finally {
      await database.drop();
    }
  }

  describe.each([
    ["columns", columns],
    ["defaults", defaults],
    ["constraints", constraints],
    ["indexes", indexes],
    ["relations", relations],
    ["policies", policies],
  ] as const)("%s", (_, drifts) => {
    test.each(drifts.map((drift) => [drift.name, drift] as const))("%s", (__, drift) => expectLedBack(drift));
  });
});
