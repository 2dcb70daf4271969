/** What operations lay claim to, by name: the ground on which two branches can meet. */

import { DEFAULT_SCHEMA } from "../catalog/printed-name.ts";
import type { Operation } from "@sluice/runner";

export type Claim = {
  /** What is claimed: `column public.fees.amount`. */
  readonly object: string;
  readonly how: "makes" | "drops" | "renames" | "changes" | "needs";
};

type Fields = Readonly<Record<string, unknown>>;

/** What shares a namespace has one word: a table, an index, a sequence and a view can't have the same name. */
const RELATIONS: ReadonlySet<string> = new Set(["Table", "Index", "Sequence", "View", "MaterializedView"]);
const ON_COLUMN: ReadonlySet<string> = new Set([
  "Column",
  "ColumnType",
  "Default",
  "NotNull",
  "Identity",
  "Expression",
  "Serial",
]);
const CONSTRAINTS: ReadonlySet<string> = new Set(["Constraint", "PrimaryKey", "Unique", "ForeignKey", "Check"]);

function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function relation(name: string, schema: unknown): string {
  return `relation ${text(schema) ?? DEFAULT_SCHEMA}.${name}`;
}

function column(table: string, schema: unknown, name: string): string {
  return `column ${text(schema) ?? DEFAULT_SCHEMA}.${table}.${name}`;
}

function needs(...objects: readonly string[]): readonly Claim[] {
  return objects.map((object) => ({ object, how: "needs" }));
}

/** `mood`, `app."Mood"[]`: a name as PostgreSQL prints it, and what makes it an array. */
const TYPE_NAME = /^(?:("(?:[^"]|"")+"|[\w$]+)\.)?("(?:[^"]|"")+"|[\w$]+)(?:\[\])*$/;

function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}

/** The type of a column, where it may be one of the project's own. */
function typeNeeds(type: unknown): readonly Claim[] {
  const [, schema = DEFAULT_SCHEMA, name] = TYPE_NAME.exec(text(type) ?? "") ?? [];
  return name === undefined ? [] : needs(`type ${unquoted(schema)}.${unquoted(name)}`);
}

function columnNames(elements: unknown): readonly string[] {
  return listOf(elements).flatMap((element) => text(element) ?? text(fieldsOf(element)["name"]) ?? []);
}

function referenceNeeds(references: unknown): readonly Claim[] {
  const { table, schema, columns } = fieldsOf(references);
  const name = text(table);
  if (name === null) return [];
  return needs(relation(name, schema), ...columnNames(columns).map((each) => column(name, schema, each)));
}

/** The columns, included ones too, that a constraint or an index lies on, and what a foreign key refers to. */
function lyingOn(fields: Fields, table: string, schema: unknown): readonly Claim[] {
  const names = [...columnNames(fields["columns"]), ...columnNames(fields["include"])];
  return [...needs(...names.map((name) => column(table, schema, name))), ...referenceNeeds(fields["references"])];
}

function howOf(verb: string): Claim["how"] {
  if (verb === "create" || verb === "add") return "makes";
  if (verb === "drop") return "drops";
  return verb === "rename" ? "renames" : "changes";
}

/** Claims on one name, or, for a rename or a move, on the two. */
function named(fields: Fields, verb: string, objectOf: (name: string, schema: unknown) => string): readonly Claim[] {
  const { name, schema, from, to } = fields;
  const [own, source, goal] = [text(name), text(from), text(to)];
  if (verb === "rename" && source !== null && goal !== null) {
    return [
      { object: objectOf(source, schema), how: "renames" },
      { object: objectOf(goal, schema), how: "makes" },
    ];
  }
  if (own !== null && source !== null && goal !== null) {
    return [
      { object: objectOf(own, source), how: "renames" },
      { object: objectOf(own, goal), how: "makes" },
    ];
  }
  return own === null ? [] : [{ object: objectOf(own, schema), how: howOf(verb) }];
}

function onTable(fields: Fields, verb: string, noun: string, table: string): readonly Claim[] {
  const { schema } = fields;
  const around = needs(relation(table, schema));
  if (ON_COLUMN.has(noun)) {
    // What a column gets or loses is a change of the column.
    const does = noun === "Column" ? verb : "set";
    return [
      ...named({ ...fields, schema: undefined }, does, (name) => column(table, schema, name)),
      ...around,
      ...typeNeeds(fields["type"]),
    ];
  }
  if (CONSTRAINTS.has(noun)) {
    const key = (name: string): string => `constraint ${text(schema) ?? DEFAULT_SCHEMA}.${table}.${name}`;
    const unique = noun === "PrimaryKey" ? [{ object: key("primary key"), how: "makes" as const }] : [];
    return [
      ...named({ ...fields, schema: undefined }, verb, key),
      ...unique,
      ...around,
      ...lyingOn(fields, table, schema),
    ];
  }
  if (noun === "Index") return [...named(fields, verb, relation), ...around, ...lyingOn(fields, table, schema)];
  return around;
}

function createdTable(fields: Fields): readonly Claim[] {
  const columns = listOf(fields["columns"]).flatMap((each) => typeNeeds(fieldsOf(each)["type"]));
  const keys = listOf(fields["foreignKeys"]).flatMap((each) => referenceNeeds(fieldsOf(each)["references"]));
  return [...columns, ...keys];
}

/**
 * What an operation lays claim to; null where only its SQL or code knows.
 *
 * @example claimsOf({ op: "dropColumn", table: "fees", name: "note" })
 * // [{ object: "column public.fees.note", how: "drops" }, { object: "relation public.fees", how: "needs" }]
 */
export function claimsOf(operation: Operation): readonly Claim[] | null {
  if (operation.op === "execute" || operation.op === "run") return null;
  if (operation.op === "irreversible") return [];
  const [, verb = "", noun = ""] = /^([a-z]+)(.*)$/.exec(operation.op) ?? [];
  const fields = fieldsOf(operation);
  const table = text(fields["table"]);
  if (operation.op === "setComment") {
    const place = [fields["schema"] ?? DEFAULT_SCHEMA, table, fields["name"]].filter(
      (part) => typeof part === "string",
    );
    const around = table === null ? [] : needs(relation(table, fields["schema"]));
    return [{ object: `comment on ${operation.on} ${place.join(".")}`, how: "changes" }, ...around];
  }
  if (table !== null) return onTable(fields, verb, noun, table);
  if (noun === "Schema") return named(fields, verb, (name) => `schema ${name}`);
  if (noun.includes("Enum")) {
    // A value that is added or renamed is a change of its type.
    const isWhole = noun === "Enum" || noun === "EnumSchema";
    const typeOf = (name: string, schema: unknown): string => `type ${text(schema) ?? DEFAULT_SCHEMA}.${name}`;
    return isWhole
      ? named(fields, verb, typeOf)
      : named({ name: fields["name"], schema: fields["schema"] }, "set", typeOf);
  }
  const isRelation = [...RELATIONS].some((word) => noun.startsWith(word));
  const objectOf = isRelation ? relation : (name: string): string => `${noun.toLowerCase()} ${name}`;
  return [...named(fields, verb, objectOf), ...(operation.op === "createTable" ? createdTable(fields) : [])];
}
