/** A random schema as SQL that PostgreSQL takes: what refers to something that was not chosen is left out. */

import { ACCESS, ENUMS, SEQUENCES, TABLES, type RandomSchema, type RandomTable } from "./random-schema.ts";
import { VIEWS } from "./random-views.ts";

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Numbers of tables tell names of what hangs on them apart: indexes share a namespace. */
function nameOf(name: string, table: number): string {
  return quoted(`${name} of ${table}`);
}

interface Written {
  readonly name: string;
  readonly columns: ReadonlySet<string>;
  readonly key: readonly string[] | null;
}

/** The table without columns of types, and defaults of sequences, that are not there. */
function possible(table: RandomTable, schema: RandomSchema): RandomTable {
  const missing = new Set(ENUMS.filter((_, place) => schema.enums[place] === null));
  const hasSequence = schema.sequences[0] !== null;
  return {
    ...table,
    columns: table.columns
      .filter((column) => !missing.has(column.type))
      .map((column) => ({
        ...column,
        rest:
          column.rest.includes("SEQUENCE0") && !hasSequence
            ? ""
            : column.rest.replace("SEQUENCE0", (SEQUENCES[0] ?? "").replaceAll("'", "''")),
      })),
  };
}

function tableSql(table: RandomTable, place: number, isUnlogged: boolean): readonly [Written, readonly string[]] {
  const name = TABLES[place] ?? "";
  const columns = new Set(table.columns.map((column) => column.name));
  const has = (names: readonly string[]): boolean => names.every((each) => columns.has(each));
  const list = (names: readonly string[]): string => names.map(quoted).join(", ");
  const { primaryKey } = table;
  const key = primaryKey !== null && has(primaryKey.columns) ? primaryKey : null;
  const parts = [
    ...table.columns.map((column) => {
      const isIdentity = column.rest.includes("identity");
      return `${quoted(column.name)} ${column.type} ${column.rest} ${column.notNull && !isIdentity ? "not null" : ""}`;
    }),
    ...(key === null
      ? []
      : [`${key.name === null ? "" : `constraint ${nameOf(key.name, place)}`} primary key (${list(key.columns)})`]),
    ...table.uniques
      .filter((unique) => has(unique.columns))
      .map((unique) => `constraint ${nameOf(unique.name, place)} unique (${list(unique.columns)}) ${unique.rest}`),
    ...table.checks
      .filter((check) => columns.has(check.needs))
      .map((check) => `constraint ${nameOf(check.name, place)} check (${check.expression})`),
  ];
  const statements = [
    `create ${isUnlogged ? "unlogged " : ""}table ${name} (${parts.map((part) => part.trim()).join(", ")})`,
    ...table.indexes
      .filter((index) => has(index.needs))
      .map(
        (index) => `create ${index.sql.replace("INDEX", `index ${nameOf(index.name, place)}`).replace("TABLE", name)}`,
      ),
    ...[ACCESS[place] ?? []].flat().map((statement) => statement.replace("TABLE", name)),
    ...table.rowSecurity.map((words) => `alter table ${name} ${words}`),
  ];
  return [{ name, columns, key: key?.columns ?? null }, statements];
}

/** A foreign key where both of its ends are there and are of types that compare. */
function foreignKeySql(
  table: RandomTable,
  place: number,
  from: Written,
  written: ReadonlyMap<number, Written>,
): readonly string[] {
  const { foreignKey } = table;
  const to = foreignKey === null ? undefined : written.get(foreignKey.to);
  if (foreignKey === null || to?.key?.length !== 1 || !from.columns.has("ref")) return [];
  return [
    `alter table ${from.name} add constraint ${nameOf(foreignKey.name, place)} foreign key (ref) references ${to.name} (${to.key.map(quoted).join(", ")}) ${foreignKey.rest}`,
  ];
}

/** Policies whose columns are there, and the other tables that they look at. */
function policySql(table: RandomTable, on: Written, written: ReadonlyMap<number, Written>): readonly string[] {
  return table.policies.flatMap(({ name, needs, other, rest }) => {
    const looked = other === undefined ? on : written.get(other.table);
    if (!on.columns.has(needs) || looked?.columns.has(other?.needs ?? needs) !== true) return [];
    const words = rest.replace("TABLE", on.name).replace("OTHER", looked.name);
    return [`create policy ${quoted(name)} on ${on.name} ${words}`];
  });
}

/** Views whose tables and views are there. */
function viewSql(schema: RandomSchema, written: ReadonlyMap<number, Written>): readonly string[] {
  const made = new Set<number>();
  return schema.views.flatMap(({ place, variant }) => {
    const view = VIEWS[place];
    const table = view === undefined ? undefined : written.get(view.table);
    if (view === undefined || table === undefined || !view.needs.every((each) => table.columns.has(each))) return [];
    if (view.over !== null && !made.has(view.over)) return [];
    made.add(place);
    return [(view.sql[variant] ?? "").replace("NAME", view.name).replaceAll("TABLE", table.name)];
  });
}

function commentSql(schema: RandomSchema, written: ReadonlyMap<number, Written>, text: string): readonly string[] {
  const on = [
    "schema app",
    ...ENUMS.filter((_, place) => schema.enums[place] !== null).map((name) => `type ${name}`),
    ...SEQUENCES.filter((_, place) => schema.sequences[place] !== null).map((name) => `sequence ${name}`),
    ...[...written.values()].flatMap(({ name, columns }) => [
      `table ${name}`,
      ...[...columns].map((column) => `column ${name}.${quoted(column)}`),
    ]),
  ];
  return on.map(
    (object) => `comment on ${object} is ${text.includes("\\") ? " E" : ""}${literal(text).replaceAll("\\", "\\\\")}`,
  );
}

/** The statements that build a random schema in an empty database. */
export function randomSql(schema: RandomSchema): string {
  const tables = new Map<number, RandomTable>();
  schema.tables.forEach((table, place) => {
    if (table !== null) tables.set(place, possible(table, schema));
  });
  // A logged table can't refer to an unlogged one.
  const canBeUnlogged = [...tables.values()].every((table) => table.foreignKey === null);
  const written = new Map<number, Written>();
  const statements: string[] = ["create schema app"];
  schema.enums.forEach((values, place) => {
    if (values !== null)
      statements.push(`create type ${ENUMS[place] ?? ""} as enum (${values.map(literal).join(", ")})`);
  });
  schema.sequences.forEach((options, place) => {
    if (options !== null) statements.push(`create sequence ${SEQUENCES[place] ?? ""} ${options}`);
  });
  for (const [place, table] of tables) {
    const [made, sql] = tableSql(table, place, table.isUnlogged && canBeUnlogged);
    written.set(place, made);
    statements.push(...sql);
  }
  for (const [place, table] of tables) {
    const from = written.get(place);
    if (from !== undefined)
      statements.push(...foreignKeySql(table, place, from, written), ...policySql(table, from, written));
  }
  statements.push(...viewSql(schema, written));
  if (schema.comments !== null) statements.push(...commentSql(schema, written, schema.comments));
  return `${statements.join(";\n")};`;
}
