import { integer, pgTable } from "drizzle-orm/pg-core";
import * as core from "@sluice/core";
import * as runner from "@sluice/runner";
import { story } from "./story.cjs";

const schema = { students: pgTable("students", { id: integer("id").primaryKey() }) };

test("the story is told in an ES module of the app's tests", async () => {
  expect(await story({ ...core, ...runner }, process.env.DATABASE_URL, schema)).toEqual(
    JSON.parse(process.env.EXPECTED),
  );
});
