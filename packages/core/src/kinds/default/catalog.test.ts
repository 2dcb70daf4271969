import { closePglite } from "@sluice/test-kit";
import { attributesOf, objectOf, onEveryServer } from "../../introspect/testing.ts";

afterAll(closePglite);

test("constants of the column's own type are literals, everything else is SQL", async () => {
  const columns: readonly (readonly [string, unknown])[] = [
    ["varchar(20) default 'pending'", "pending"],
    ["text default 'it''s \"so\"; -- \\'", 'it\'s "so"; -- \\'],
    ["text default ''", ""],
    ["text default '5'", "5"],
    ["char(3) default 'abc'", "abc"],
    ["integer default 0", 0],
    ["integer default -1", -1],
    ["integer default '7'", 7],
    ["bigint default 42", 42],
    ["bigint default -42", -42],
    ["bigint default 9007199254740993", "9007199254740993"],
    ["double precision default -0.5", -0.5],
    ["numeric(10,2) default '1.50'", { sql: "1.50" }],
    ["numeric(10,2) default 1.5", 1.5],
    ["numeric(10,2) default 1.50", { sql: "1.50" }],
    ["boolean default true", true],
    ["boolean default false", false],
    ["jsonb default '{\"a\": 1}'", '{"a": 1}'],
    ["text[] default '{}'", "{}"],
    ["mood default 'ok'", "ok"],
    ["timestamp(3) default '2020-01-02 03:04:05'", "2020-01-02 03:04:05"],
    ["timestamptz default '2020-01-02 03:04:05+02'", "2020-01-02 01:04:05+00"],
    ["bytea default '\\x00ff'", "\\x00ff"],
    ["timestamp default now()", { sql: "now()" }],
    ["text default 'a' || 'b'", { sql: "('a'::text || 'b'::text)" }],
    ["text default upper('a')", { sql: "upper('a'::text)" }],
    ["integer default 1 + 1", { sql: "(1 + 1)" }],
    ["text[] default array['a']", { sql: "ARRAY['a'::text]" }],
  ];
  await onEveryServer(
    `create type mood as enum ('sad', 'ok'); create table t (${columns.map(([column], place) => `c${place} ${column}`).join(", ")})`,
    (live) => {
      const read = columns.map(
        (_, place) => (attributesOf(live, `default public.t.c${place}`) as { value: unknown }).value,
      );
      expect(read).toEqual(columns.map(([, value]) => value));
      expect(objectOf(live, "default public.t.c19")).toMatchObject({
        parent: "column public.t.c19",
        path: ["public", "t", "c19"],
        dependsOn: ["enum public.mood"],
      });
    },
  );
});

test("a null constant is no default", async () => {
  await onEveryServer(
    "create table t (a varchar(5) default null, b text default null, c numeric(4,1) default null)",
    (live) => expect([...live.catalog.keys()].filter((id) => id.startsWith("default "))).toEqual([]),
  );
});

test("a default depends on each sequence and enum that it uses", async () => {
  await onEveryServer(
    `create sequence a; create sequence "B c"; create type mood as enum ('ok'); create schema other; create sequence other.d;
     create table t (x bigint default nextval('a') + nextval('"B c"'), y text default 'ok'::mood::text, z bigint default nextval('other.d'), l mood[] default '{ok}',
       late bigint default nextval('a'::text))`,
    (live) => {
      expect(objectOf(live, "default public.t.x").dependsOn.toSorted()).toEqual([
        'sequence public."B c"',
        "sequence public.a",
      ]);
      expect(objectOf(live, "default public.t.y").dependsOn).toEqual(["enum public.mood"]);
      expect(objectOf(live, "default public.t.z").dependsOn).toEqual(["sequence other.d"]);
      expect(objectOf(live, "default public.t.l").dependsOn).toEqual(["enum public.mood"]);
      expect(objectOf(live, "default public.t.late").dependsOn).toEqual([]);
    },
    { schemas: ["public", "other"] },
  );
});

test("a default prints the same whatever the session's own settings are", async () => {
  await onEveryServer(
    `do $$ begin execute format('alter database %I set timezone to ''Asia/Tokyo''', current_database());
       execute format('alter database %I set intervalstyle to ''iso_8601''', current_database());
       execute format('alter database %I set datestyle to ''German''', current_database()); end $$;
     create table t (a timestamptz default '2020-01-02 03:04:05+00', b interval default '1 day 2 hours', c date default '2020-01-02')`,
    (live) =>
      expect(["a", "b", "c"].map((name) => attributesOf(live, `default public.t.${name}`))).toEqual([
        { value: "2020-01-02 03:04:05+00" },
        { value: "1 day 02:00:00" },
        { value: "2020-01-02" },
      ]),
  );
});
