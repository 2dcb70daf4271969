/** The column types that generated models are made of. */

export interface GeneratedType {
  /** Source of the column; `%` is its name as a literal. */
  readonly source: string;
  /** Sources of defaults that drizzle-kit of both lines writes rightly. */
  readonly defaults: readonly string[];
  /** A value of the n-th row as SQL. */
  readonly value: (row: number) => string;
  /** Whether it may be a key: it has a btree operator class, and each row a value of its own. */
  readonly isKey: boolean;
  /** Whether an array of it is among what drizzle-kit writes rightly. */
  readonly isElement: boolean;
  /** Types that its values become by assignment: indexes of this list. */
  readonly widens?: readonly string[];
}

const type = (
  source: string,
  defaults: readonly string[],
  value: (row: number) => string,
  options: Partial<Pick<GeneratedType, "isKey" | "isElement" | "widens">> = {},
): GeneratedType => ({ source, defaults, value, isKey: true, isElement: true, ...options });

const number = (row: number): string => String(row);
const text = (row: number): string => `'text ${row}'`;

export const TYPES: readonly GeneratedType[] = [
  type("integer(%)", ["7", "-3", "0", "sql`1 + 1`"], number, {
    widens: ['bigint(%, { mode: "number" })', "numeric(%)"],
  }),
  type("smallint(%)", ["1", "sql`2`"], number, { widens: ["integer(%)"] }),
  type('bigint(%, { mode: "number" })', ["4294967296", "-1"], number, { widens: ["numeric(%)"] }),
  type('bigint(%, { mode: "bigint" })', ["9007199254740993n"], number),
  type("boolean(%)", ["true", "false", "sql`false`"], (row) => String(row % 2 === 0), { isKey: false }),
  type("text(%)", ['"plain"', '"it\'s"', '""', "sql`'a' || 'b'`", "sql`md5(random()::text)`"], text),
  type("varchar(%, { length: 20 })", ['"pending"', "sql`'abc'`"], text, {
    widens: ["varchar(%, { length: 40 })", "text(%)"],
  }),
  type("varchar(%)", ['"x"'], text, { widens: ["text(%)"] }),
  type("char(%, { length: 8 })", ['"abc"'], (row) => `'c${row}'`, { widens: ["text(%)"] }),
  type("numeric(%)", ['"0"', '"1.50"'], number),
  type("numeric(%, { precision: 10, scale: 2 })", ['"0"', '"1.50"', '"-2.5"'], number, {
    widens: ["numeric(%, { precision: 14, scale: 2 })"],
  }),
  type("numeric(%, { precision: 6 })", ['"3"'], number),
  type("real(%)", ["1.5", "-2"], number, { widens: ["doublePrecision(%)"] }),
  type("doublePrecision(%)", ["0.25"], number),
  type(
    "jsonb(%)",
    ["{ a: 1, b: [true, null] }", "{}", "[]", "sql`'{\"x\": 1}'::jsonb`"],
    (row) => `'{"row": ${row}}'`,
    { isElement: false },
  ),
  type("json(%)", ["{ a: 1 }"], (row) => `'{"row":${row}}'`, { isKey: false, isElement: false }),
  type("uuid(%)", ["sql`gen_random_uuid()`", '"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"'], (row) => `md5('${row}')::uuid`),
  type("time(%)", ['"12:30:00"'], (row) => `time '00:00' + interval '${row} minutes'`),
  type("time(%, { precision: 3, withTimezone: true })", [], () => "'12:30+02'", { isKey: false }),
  type(
    "timestamp(%)",
    // Never two that are one to PostgreSQL: where one becomes the other, drizzle-kit writes it and Sluice need not.
    ["sql`now()`", "sql`now() - interval '1 day'`", "sql`timezone('utc', now())`"],
    (row) => `timestamp '2024-01-01' + interval '${row} days'`,
  ),
  type(
    "timestamp(%, { withTimezone: true, precision: 3 })",
    ["sql`now() + interval '30 days'`"],
    (row) => `timestamptz '2024-01-01 00:00+00' + interval '${row} days'`,
  ),
  type(
    'timestamp(%, { mode: "string" })',
    ['"2024-01-02 03:04:05"'],
    (row) => `timestamp '2024-01-01' + interval '${row} days'`,
  ),
  type("date(%)", ['"2024-01-02"', "sql`CURRENT_DATE`"], (row) => `date '2024-01-01' + ${row}`, {
    widens: ["timestamp(%)"],
  }),
  type("interval(%)", ['"1 day"'], (row) => `interval '${row} hours'`),
  type('interval(%, { fields: "day to second", precision: 3 })', [], (row) => `interval '${row} hours'`),
  type("inet(%)", ['"127.0.0.1"'], (row) => `inet '10.0.0.1' + ${row}`),
  type("cidr(%)", [], (row) => `cidr '10.0.${row}.0/24'`),
  type("macaddr(%)", [], () => "'08:00:2b:01:02:03'", { isKey: false }),
  type("macaddr8(%)", [], () => "'08:00:2b:01:02:03:04:05'", { isKey: false }),
  type("point(%)", [], (row) => `point(${row}, 1)`, { isKey: false, isElement: false }),
  type('line(%, { mode: "abc" })', [], () => "'{1,2,3}'", { isKey: false, isElement: false }),
  type("bit(%, { dimensions: 3 })", [], () => "B'101'", { isKey: false, isElement: false }),
  type("bytea(%)", [], (row) => `'\\x0${row % 10}'`, { isKey: false, isElement: false }),
  type("tsvector(%)", [], text, { isKey: false, isElement: false }),
];

/** How columns of types that drizzle-orm lacks are made. */
export const CUSTOM_TYPES = `const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });
const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });`;
