/** Generated Drizzle models as plain data, and their source. */

import { CUSTOM_TYPES, TYPES } from "./column-types.ts";

export interface EnumSpec {
  readonly name: string;
  readonly schema: string | null;
  readonly values: readonly string[];
}

export interface ColumnSpec {
  readonly name: string;
  /** Its name in the model that it comes from, where it was another. */
  readonly was?: string;
  /** A type's source; `%` is the name. */
  readonly type: string;
  /** An enum instead: its position. */
  readonly enum: number | null;
  readonly dimensions: number;
  readonly notNull: boolean;
  readonly default: string | null;
  /** `named`: with a name of its own. */
  readonly unique: "no" | "unnamed" | "named" | "not distinct";
  readonly generated: string | null;
}

export type KeySpec = "integer" | "serial" | "bigserial" | "identity" | "uuid" | "composite" | "none";

export interface IndexSpec {
  readonly columns: readonly number[];
  readonly unique: boolean;
  readonly isNamed: boolean;
  readonly order: "none" | "desc" | "nulls first";
  readonly where: string | null;
  /** An expression over the first column instead of the columns. */
  readonly isExpression: boolean;
}

export interface ViewSpec {
  readonly isMaterialized: boolean;
  /** A condition over the integer column `n`; null: every row. */
  readonly where: string | null;
}

export interface TableSpec {
  readonly name: string;
  readonly schema: string | null;
  readonly key: KeySpec;
  readonly columns: readonly ColumnSpec[];
  readonly indexes: readonly IndexSpec[];
  /** Columns of table-level unique constraints. */
  readonly uniques: readonly { readonly columns: readonly number[]; readonly isNamed: boolean }[];
  /** Expressions over the integer column `n`. */
  readonly checks: readonly string[];
  /** Tables that it refers to, by position, itself too. */
  readonly references: readonly {
    readonly table: number;
    readonly onDelete: string | null;
    readonly isNamed: boolean;
  }[];
  /** Views of every column. */
  readonly views: readonly ViewSpec[];
  /** Conditions of policies over `n`. */
  readonly policies: readonly string[];
  /** Its schema and name in the model that it comes from, where they were others. */
  readonly was?: readonly [schema: string | null, name: string];
}

export interface ModelSpec {
  readonly schemas: readonly string[];
  readonly enums: readonly EnumSpec[];
  readonly sequences: readonly { readonly name: string; readonly options: string }[];
  readonly tables: readonly TableSpec[];
}

/** Whether a table can be referred to by an integer. */
export function isTarget({ key }: TableSpec): boolean {
  return key === "integer" || key === "serial" || key === "identity";
}

const literal = (text: string): string => JSON.stringify(text);

const KEYS: Readonly<Record<KeySpec, readonly string[]>> = {
  integer: ['id: integer("id").primaryKey()'],
  serial: ['id: serial("id").primaryKey()'],
  bigserial: ['id: bigserial("id", { mode: "number" }).primaryKey()'],
  identity: ['id: integer("id").primaryKey().generatedByDefaultAsIdentity()'],
  uuid: ['id: uuid("id").primaryKey().defaultRandom()'],
  composite: ['b: integer("b").notNull()', 'a: integer("a").notNull()'],
  none: [],
};

function columnSource(table: TableSpec, column: ColumnSpec): string {
  const base =
    column.enum === null ? column.type.replace("%", literal(column.name)) : `e${column.enum}(${literal(column.name)})`;
  const unique = {
    no: "",
    unnamed: ".unique()",
    named: `.unique(${literal(`uq_${table.name}_${column.name}`)})`,
    "not distinct": `.unique(${literal(`uq_${table.name}_${column.name}`)}, { nulls: "not distinct" })`,
  }[column.unique];
  return [
    `${column.name}: ${base}`,
    column.dimensions === 0 ? "" : `.array()`,
    column.notNull ? ".notNull()" : "",
    column.default === null ? "" : `.default(${column.default})`,
    column.generated === null ? "" : `.generatedAlwaysAs(sql\`${column.generated}\`)`,
    unique,
  ].join("");
}

function indexSource(table: TableSpec, index: IndexSpec, position: number): string {
  const names = index.columns.map((column) => table.columns[column]?.name ?? "n");
  const isNamed = index.isNamed || index.isExpression;
  const name = isNamed ? literal(`${table.name}_ix${position}`) : "";
  const columns = names.map((column, place) =>
    place === 0 && index.order !== "none"
      ? `t.${column}.${index.order === "desc" ? "desc().nullsFirst()" : "asc().nullsFirst()"}`
      : `t.${column}`,
  );
  const on = index.isExpression ? "sql`abs(${t.n})`" : columns.join(", ");
  const where = index.where === null ? "" : `.where(sql\`${index.where}\`)`;
  return `${index.unique ? "uniqueIndex" : "index"}(${name}).on(${on})${where}`;
}

function tableSource(spec: ModelSpec, table: TableSpec, position: number): string {
  const make = table.schema === null ? "pgTable" : `schema_${table.schema}.table`;
  const references = table.references.map(
    (_, place) => `r${place}: integer("r${place}")${referenceSource(spec, table, place)}`,
  );
  const columns = [
    ...KEYS[table.key],
    'n: integer("n")',
    ...table.columns.map((column) => columnSource(table, column)),
    ...references,
  ];
  const extras = [
    ...(table.key === "composite" ? ["primaryKey({ columns: [t.a, t.b] })"] : []),
    ...table.indexes.map((index, place) => indexSource(table, index, place)),
    ...table.uniques.map(({ columns: keys, isNamed }, place) => {
      const on = keys.map((column) => `t.${table.columns[column]?.name ?? "n"}`).join(", ");
      return `unique(${isNamed ? literal(`${table.name}_uq${place}`) : ""}).on(${on})`;
    }),
    ...table.policies.map(
      (using, place) => `pgPolicy(${literal(`${table.name}_p${place}`)}, { for: "select", using: sql\`${using}\` })`,
    ),
    ...table.checks.map((expression, place) => `check(${literal(`${table.name}_ck${place}`)}, sql\`${expression}\`)`),
    ...table.references.flatMap(({ table: to, onDelete, isNamed }, place) =>
      isNamed
        ? [
            `foreignKey({ name: ${literal(`${table.name}_fk${place}`)}, columns: [t.r${place}], foreignColumns: [${to === position ? "t" : `t${to}`}.id] })${onDelete === null ? "" : `.onDelete(${literal(onDelete)})`}`,
          ]
        : [],
    ),
  ];
  return `export const t${position} = ${make}(${literal(table.name)}, {\n  ${columns.join(",\n  ")},\n}, (t) => [\n  ${extras.join(",\n  ")}\n]);`;
}

function referenceSource(_: ModelSpec, table: TableSpec, place: number): string {
  const reference = table.references[place];
  if (reference === undefined || reference.isNamed) return "";
  const options = reference.onDelete === null ? "" : `, { onDelete: ${literal(reference.onDelete)} }`;
  return `.references((): any => t${reference.table}.id${options})`;
}

function viewSources({ name, views }: TableSpec, position: number): readonly string[] {
  return views.map(({ isMaterialized, where }, place) => {
    const make = isMaterialized ? "pgMaterializedView" : "pgView";
    const condition = where === null ? "" : `.where(sql\`${where.replaceAll("t.", `t${position}.`)}\`)`;
    return `export const v${position}_${place} = ${make}(${literal(`${name}_v${place}`)}).as((qb) => qb.select().from(t${position})${condition});`;
  });
}

/** A model file of either line of drizzle-orm. */
export function sourceOf(spec: ModelSpec): string {
  const used = new Set(TYPES.map(({ source }) => source.slice(0, source.indexOf("("))));
  const names = [...used].filter((name) => name !== "bytea" && name !== "tsvector");
  const fixed = [
    "bigserial",
    "check",
    "customType",
    "foreignKey",
    "index",
    "pgEnum",
    "pgMaterializedView",
    "pgPolicy",
    "pgSchema",
    "pgSequence",
    "pgTable",
    "pgView",
    "primaryKey",
    "serial",
    "unique",
    "uniqueIndex",
  ];
  return [
    'import { sql } from "drizzle-orm";',
    `import { ${[...names, ...fixed].toSorted().join(", ")} } from "drizzle-orm/pg-core";`,
    CUSTOM_TYPES,
    ...spec.schemas.map((name) => `export const schema_${name} = pgSchema(${literal(name)});`),
    ...spec.enums.map(
      ({ name, schema, values }, position) =>
        `export const e${position} = ${schema === null ? "pgEnum" : `schema_${schema}.enum`}(${literal(name)}, [${values.map(literal).join(", ")}]);`,
    ),
    ...spec.sequences.map(
      ({ name, options }, position) => `export const s${position} = pgSequence(${literal(name)}, ${options});`,
    ),
    ...spec.tables.map((table, position) => tableSource(spec, table, position)),
    ...spec.tables.flatMap(viewSources),
  ].join("\n");
}
