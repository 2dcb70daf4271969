/** A decision about a name that nothing has is told in the user's words, also where a view reads the table. */

import { join } from "node:path";
import { autogenerate } from "@sluice/core";
import { testDatabase } from "@sluice/test-kit";
import { sql } from "drizzle-orm";
import { integer, pgTable, pgView } from "drizzle-orm/pg-core";

const fees = pgTable("fees", { id: integer("id"), total: integer("total") });
const open = pgView("open", { sum: integer("sum") }).as(sql`select total as sum from fees`);

test("a column that is not there, below a view", async () => {
  const database = await testDatabase({
    sql: "create table fees (id integer, amount integer); create view open as select amount as sum from fees",
  });
  try {
    const generated = autogenerate({
      database: database.url,
      schema: { fees, open },
      migrations: "nowhere",
      root: join(__dirname, "../.."),
      message: "rename",
      proof: false,
      renames: [{ kind: "column", from: ["public", "fees", "sums"], to: ["public", "fees", "total"] }],
    });
    await expect(generated).rejects.toMatchObject({
      code: "USAGE",
      message: expect.stringContaining("no column public.fees.sums in the database") as string,
    });
  } finally {
    await database.drop();
  }
});
