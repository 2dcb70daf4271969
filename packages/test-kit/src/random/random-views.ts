/** The views that random schemas draw from. */

/** Views over tables by their places, and over one another; each is written in two ways. */
export const VIEWS: readonly {
  readonly name: string;
  readonly table: number;
  readonly needs: readonly string[];
  readonly over: number | null;
  readonly sql: readonly [string, string];
}[] = [
  {
    name: 'public."v ""1"""',
    table: 0,
    needs: ["id", 'n"1'],
    over: null,
    sql: [
      'create view NAME as select id, "n""1" as n from TABLE where "n""1" > 0',
      'create view NAME as select id, "n""1" as n from TABLE',
    ],
  },
  {
    name: "app.v",
    table: 1,
    needs: ["flag", "at"],
    over: null,
    sql: [
      "create view NAME with (security_barrier = true) as select flag, at from TABLE",
      "create view NAME as select flag, at from TABLE",
    ],
  },
  {
    name: "app.kept",
    table: 1,
    needs: ['n"1'],
    over: null,
    sql: [
      'create materialized view NAME as select "n""1" + 1 as next from TABLE',
      'create materialized view NAME as select "n""1" as next from TABLE',
    ],
  },
  {
    name: "public.tops",
    table: 0,
    needs: [],
    over: 0,
    sql: [
      'create view NAME as select max(n) as top from public."v ""1"""',
      'create view NAME as select min(n) as top from public."v ""1"""',
    ],
  },
  {
    name: "public.states",
    table: 0,
    needs: ["state"],
    over: null,
    sql: [
      "create view NAME as select state, count(*) as many from TABLE group by state",
      "create view NAME as select state::text as state, count(*) as many from TABLE where state <> 'sad' group by 1",
    ],
  },
  {
    name: 'app."Kept too"',
    table: 1,
    needs: [],
    over: 1,
    sql: [
      "create materialized view NAME as select at from app.v where flag with no data",
      "create materialized view NAME with (fillfactor = 70) as select at, flag from app.v",
    ],
  },
  {
    name: "app.checked",
    table: 2,
    needs: ["id", "s"],
    over: null,
    sql: [
      "create view NAME with (check_option = local) as select id, s from TABLE where id > 0",
      "create view NAME with (check_option = cascaded) as select id, s from TABLE where id > 0",
    ],
  },
  {
    name: "app.recursive",
    table: 3,
    needs: ["id", "ref"],
    over: null,
    sql: [
      "create view NAME as with recursive r(id) as (select id::bigint from TABLE union select t.ref::bigint from TABLE t join r on r.id = t.id) select id from r",
      "create view NAME as select id, rank() over (partition by ref order by id desc) as place from TABLE",
    ],
  },
];
