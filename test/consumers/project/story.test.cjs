const { integer, pgTable } = require("drizzle-orm/pg-core");
const core = require("@sluice/core");
const runner = require("@sluice/runner");
const { story } = require("./story.cjs");

const schema = { students: pgTable("students", { id: integer("id").primaryKey() }) };

// PGlite needs import(), which jest has only with a flag: the proof runs on the server.
const scratch = { scratch: "server" };

test("the story is told in a test of the app's, from models that the app has loaded", async () => {
  expect(await story({ ...core, ...runner }, process.env.DATABASE_URL, schema, scratch)).toEqual(
    JSON.parse(process.env.EXPECTED),
  );
});

test("values of the sandbox are known for what they are", () => {
  expect(runner.literal(new Date(0))).toBe("'1970-01-01T00:00:00.000Z'");
  expect(() => runner.recordOperations(async () => undefined)).toThrow("async");
});
