/** Random chains of views over views, and random changes of the tables below them, as SQL and as models. */

import { sql } from "drizzle-orm";
import { bigint, date, integer, numeric, pgTable, pgView, text, timestamp, varchar } from "drizzle-orm/pg-core";
import fc from "fast-check";

/** A type, the next one that its values fit into, a value of it, and how a model says it. */
const TYPES = {
  integer: { next: "bigint", values: ["1", "2", "null"], column: (name: string) => integer(name) },
  bigint: {
    next: "numeric(20,0)",
    values: ["3", "4", "null"],
    column: (name: string) => bigint(name, { mode: "number" }),
  },
  "numeric(20,0)": {
    next: "numeric(24,2)",
    values: ["5", "6", "null"],
    column: (name: string) => numeric(name, { precision: 20, scale: 0 }),
  },
  "numeric(24,2)": {
    next: "numeric(24,2)",
    values: ["7", "8", "null"],
    column: (name: string) => numeric(name, { precision: 24, scale: 2 }),
  },
  "varchar(20)": {
    next: "text",
    values: ["'a'", "'b'", "null"],
    column: (name: string) => varchar(name, { length: 20 }),
  },
  text: { next: "text", values: ["'c'", "'d'", "null"], column: (name: string) => text(name) },
  date: { next: "timestamp", values: ["'2026-01-02'", "'2026-03-04'", "null"], column: (name: string) => date(name) },
  timestamp: { next: "timestamp", values: ["'2026-01-02'", "null"], column: (name: string) => timestamp(name) },
} as const;

type Type = keyof typeof TYPES;

interface Table {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: Type }[];
}

const SHAPES = ["plain", "filtered", "distinct", "doubled", "counted", "joined"] as const;

interface View {
  /** Which of the tables, and of the views before it, it reads: counted from the newest view back. */
  readonly source: number;
  readonly shape: (typeof SHAPES)[number];
  readonly first: number;
  readonly second: number;
}

export type Change =
  | { readonly type: "retype" | "rename column"; readonly table: number; readonly column: number }
  | { readonly type: "add column" | "rename table"; readonly table: number };

export interface RandomViews {
  readonly tables: readonly (readonly Type[])[];
  readonly views: readonly View[];
  readonly changes: readonly Change[];
}

const place = fc.nat(5);
const someType = fc.constantFrom(...(Object.keys(TYPES) as Type[]));

export const randomViews: fc.Arbitrary<RandomViews> = fc.record({
  tables: fc.array(fc.array(someType, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 3 }),
  views: fc.array(fc.record({ source: place, shape: fc.constantFrom(...SHAPES), first: place, second: place }), {
    minLength: 2,
    maxLength: 6,
  }),
  changes: fc.array(
    fc.oneof(
      fc.record({ type: fc.constantFrom("retype" as const, "rename column" as const), table: place, column: place }),
      fc.record({ type: fc.constantFrom("add column" as const, "rename table" as const), table: place }),
    ),
    { minLength: 1, maxLength: 4 },
  ),
});

export function tablesOf({ tables }: RandomViews): readonly Table[] {
  return tables.map((types, number) => ({
    name: `base_${number}`,
    columns: types.map((type, position) => ({ name: `c${position}`, type })),
  }));
}

interface Rename {
  readonly kind: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/** The tables after the changes, and the renames that lead there. */
export function changed(random: RandomViews): {
  readonly tables: readonly Table[];
  readonly renames: readonly Rename[];
} {
  let tables = tablesOf(random);
  const renames: Rename[] = [];
  random.changes.forEach((change, number) => {
    const at = change.table % tables.length;
    const table = tables[at];
    if (table === undefined) return;
    const column = "column" in change ? change.column % table.columns.length : 0;
    const columns = (next: (each: Table["columns"][number]) => Table["columns"][number]): Table => ({
      ...table,
      columns: table.columns.map((each, position) => (position === column ? next(each) : each)),
    });
    // A person decides once about a name, and about none that is not there yet.
    const isRenamed = change.type === "rename table" ? /^moved/ : /^(?:renamed|added)/;
    const named = change.type === "rename table" ? table.name : (table.columns[column]?.name ?? "");
    if (change.type.startsWith("rename") && isRenamed.test(named)) return;
    const next: Record<Change["type"], () => Table> = {
      retype: () => columns((each) => ({ ...each, type: TYPES[each.type].next })),
      "rename column": () =>
        columns((each) => {
          const name = `renamed_${number}`;
          const [from, to] = [each.name, name].map((last) => ["public", table.name, last]);
          renames.push({ kind: "column", from: from ?? [], to: to ?? [] });
          return { ...each, name };
        }),
      "add column": () => ({ ...table, columns: [...table.columns, { name: `added_${number}`, type: "text" }] }),
      "rename table": () => {
        const name = `moved_${number}`;
        renames.push({ kind: "table", from: ["public", table.name], to: ["public", name] });
        return { ...table, name };
      },
    };
    tables = tables.map((each, position) => (position === at ? next[change.type]() : each));
  });
  return { tables, renames };
}

/** Queries of the views over tables. What a view's columns are called, and which columns it reads, is the same before and after. */
export function queriesOf(random: RandomViews, tables: readonly Table[]): readonly string[] {
  const queries: string[] = [];
  random.views.forEach((view, number) => {
    // Only columns that were there from the start are read.
    const relations = [
      ...Array.from({ length: number }, (_, back) => ({ name: `view_${number - 1 - back}`, columns: ["a", "b"] })),
      ...tables.map(({ name, columns }, at) => ({
        name,
        columns: columns.slice(0, random.tables[at]?.length).map((each) => each.name),
      })),
    ];
    const { name, columns } = relations[view.source % relations.length] ?? { name: "", columns: [] };
    const [a, b] = [columns[view.first % columns.length] ?? "", columns[view.second % columns.length] ?? ""];
    const plain = `select ${a} as a, ${b} as b from ${name}`;
    const shapes: Record<View["shape"], string> = {
      plain,
      filtered: `${plain} where ${a} is not null`,
      distinct: `select distinct ${a} as a, ${b} as b from ${name}`,
      doubled: `${plain} union all ${plain}`,
      counted: `select ${a} as a, count(*) as b from ${name} group by ${a}`,
      joined: `select x.${a} as a, y.${b} as b from ${name} x join ${name} y on x.${a} = y.${a}`,
    };
    queries.push(shapes[view.shape]);
  });
  return queries;
}

/** SQL that makes tables with rows and views. */
export function sqlOf(tables: readonly Table[], queries: readonly string[]): string {
  const made = tables.flatMap(({ name, columns }) => {
    const row = (number: number): string =>
      columns.map(({ type }, at) => TYPES[type].values[(number + at) % TYPES[type].values.length] ?? "null").join(", ");
    return [
      `create table ${name} (${columns.map((column) => `${column.name} ${column.type}`).join(", ")})`,
      `insert into ${name} values ${Array.from({ length: 7 }, (_, number) => `(${row(number)})`).join(", ")}`,
    ];
  });
  return [...made, ...queries.map((query, number) => `create view view_${number} as ${query}`)].join(";\n");
}

/** The same as a model. */
export function modelOf(tables: readonly Table[], queries: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries([
    ...tables.map(({ name, columns }) => [
      name,
      pgTable(name, Object.fromEntries(columns.map((column) => [column.name, TYPES[column.type].column(column.name)]))),
    ]),
    ...queries.map((query, number) => [
      `view${number}`,
      pgView(`view_${number}`, { a: text("a"), b: text("b") }).as(sql.raw(query)),
    ]),
  ]) as Readonly<Record<string, unknown>>;
}
