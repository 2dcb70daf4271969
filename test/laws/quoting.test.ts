/** Names and literals mean on a real server what they meant here. */

import { databaseFrom, quoteIdentifier, quoteLiteral, sql, truncateIdentifier } from "@sluice/runner";
import { servers, testDatabase } from "@sluice/test-kit";
import fc from "fast-check";
import { runs } from "./random-catalogs.ts";
import { hostileText } from "./random-operations.ts";

type Ask = (text: string) => Promise<Readonly<Record<string, unknown>>>;

async function asking(url: string, work: (ask: Ask) => Promise<void>): Promise<void> {
  const database = databaseFrom(url);
  const connection = await database.connect();
  try {
    await work(async (text) => (await connection.query(text))[0] ?? {});
  } finally {
    await connection.release();
    await database.close();
  }
}

describe.each(servers())("on $major", (server) => {
  // A literal means the same under either setting.
  test.each(["on", "off"])("texts come back, standard_conforming_strings %s", async (setting) => {
    const database = await testDatabase({ server });
    await asking(database.url, async (ask) => {
      await ask(`set standard_conforming_strings = ${setting}; set escape_string_warning = off`);
      await fc.assert(
        fc.asyncProperty(fc.array(hostileText, { minLength: 1, maxLength: 20 }), async (texts) => {
          const row = await ask(
            `select json_build_array(${texts.map((text) => `${quoteLiteral(text)}::text`).join(", ")})::text as json`,
          );
          expect(JSON.parse(String(row["json"]))).toEqual(texts);
        }),
        runs(100),
      );
    });
    await database.drop();
  });

  test("names come back, cut as PostgreSQL cuts them", async () => {
    const database = await testDatabase({ server });
    await asking(database.url, async (ask) => {
      await fc.assert(
        fc.asyncProperty(
          fc.uniqueArray(hostileText, { minLength: 1, maxLength: 20, selector: truncateIdentifier }),
          async (names) => {
            const columns = names.map((name) => `null as ${quoteIdentifier(name)}`);
            // As JSON: a driver's rows can't hold every name.
            const row = await ask(
              `select (select json_agg(k order by n)::text from json_object_keys(row_to_json(x)) with ordinality o(k, n)) as names from (select ${columns.join(", ")}) x`,
            );
            expect(JSON.parse(String(row["names"]))).toEqual(names.map(truncateIdentifier));
          },
        ),
        runs(100),
      );
    });
    await database.drop();
  });

  test("values come back from where they stand in SQL, whatever stands before them", async () => {
    const database = await testDatabase({ server });
    await asking(database.url, async (ask) => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer(),
          fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0)),
          fc.boolean(),
          fc.array(fc.option(hostileText), { maxLength: 5 }),
          fc.jsonValue({ noUnicodeString: true }),
          fc.date({ noInvalidDate: true, min: new Date("0001-01-01"), max: new Date("9999-12-31") }),
          fc.uint8Array({ maxLength: 20 }),
          async (whole, double, flag, list, json, date, bytes) => {
            const { sql: text } =
              sql`select (1::bigint -${whole})::text as whole, ${double}::float8 as double, ${flag} as flag,
              to_json(${list}::text[])::text as list, (${{ json }}::jsonb -> 'json')::text as json,
              to_char(${date}::timestamptz at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as date, encode(${bytes}, 'hex') as bytes`;
            const row = await ask(text);
            expect(row).toMatchObject({ whole: String(1 - whole), double, flag, date: date.toISOString() });
            expect(JSON.parse(String(row["list"]))).toEqual(list);
            expect(JSON.parse(String(row["json"]))).toEqual(JSON.parse(JSON.stringify(json)));
            expect(row["bytes"]).toBe(Buffer.from(bytes).toString("hex"));
          },
        ),
        runs(100),
      );
    });
    await database.drop();
  });
});
