import { verify, type Verification } from "@sluice/core";
import { testDatabase, type TestDatabase } from "@sluice/test-kit";
import * as drizzle from "drizzle-orm/pg-core";
import { storyFolder, type Body } from "../graph-stories/files.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});

afterAll(() => database.drop());

const FEES: Body = {
  upgrade: 'op.createTable({ name: "fees", columns: [{ name: "id", type: "integer" }] });',
  downgrade: 'op.dropTable({ name: "fees" });',
};
const NOTE: Body = {
  upgrade: 'op.addColumn({ table: "fees", name: "note", type: "text" });',
  downgrade: 'op.dropColumn({ table: "fees", name: "note" });',
};

const { integer, pgTable, text } = drizzle;
const schema = { fees: pgTable("fees", { id: integer("id"), note: text("note") }) };

function verified(files: readonly string[], bodies: Readonly<Record<string, Body>>): Promise<Verification> {
  return verify({ migrations: storyFolder(files, bodies), schema, database: database.url, scratch: "server" });
}

test("one head, revisions that go both ways, and models that match", async () => {
  expect(await verified(["a", "b < a"], { a: FEES, b: NOTE })).toMatchObject({
    isVerified: true,
    heads: ["b"],
    proof: { proved: ["a", "b"], failure: null },
    models: { match: true, operations: [] },
  });
});

test("two heads are told, and the rest is proved all the same", async () => {
  const empty: Body = { upgrade: "", downgrade: "" };
  expect(await verified(["a", "b < a", "c < a"], { a: FEES, b: NOTE, c: empty })).toMatchObject({
    isVerified: false,
    heads: ["b", "c"],
    proof: { failure: null },
    models: { match: true },
  });
});

test("what the revisions lack is told as what leads to the models", async () => {
  expect(await verified(["a"], { a: FEES })).toMatchObject({
    isVerified: false,
    models: { match: false, operations: [{ op: "addColumn", table: "fees", name: "note" }] },
  });
});

test("a downgrade that restores something else stops there", async () => {
  const lasting = { ...NOTE, downgrade: "" };
  expect(await verified(["a", "b < a"], { a: FEES, b: lasting })).toMatchObject({
    isVerified: false,
    proof: { proved: ["a"], failure: { revision: "b", direction: "downgrade" } },
    models: null,
  });
});
