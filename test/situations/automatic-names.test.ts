/** What nobody has named, and what PostgreSQL calls it. */

import { integer, pgTable, serial } from "drizzle-orm/pg-core";
import { situationsWithPlainLocks } from "../support/situation.ts";

const LONG = "a_rather_long_name_of_a_table_for_testing_names_that_are_cut_";

situationsWithPlainLocks([
  {
    name: "three tables are made whose long names leave no room for the names of their keys and sequences",
    before: "",
    after: ["0", "1", "2"]
      .map((end) => `create table ${LONG}${end} (id serial primary key, i int generated always as identity)`)
      .join("; "),
    model: () =>
      Object.fromEntries(
        ["0", "1", "2"].map((end) => [
          `t${end}`,
          pgTable(`${LONG}${end}`, { id: serial("id").primaryKey(), i: integer("i").generatedAlwaysAsIdentity() }),
        ]),
      ),
    operations: ["0", "1", "2"].map((end) => ({ op: "createTable" as const, name: `${LONG}${end}` })),
  },
]);
