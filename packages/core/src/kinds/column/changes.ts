/** What changes of a column lead to. https://www.postgresql.org/docs/current/sql-altertable.html */

import { isSqlText, quoteIdentifier, type Operation } from "@sluice/runner";
import { equal } from "../../catalog/equal.ts";
import { objectId, pathText, type ObjectId } from "../../catalog/object.ts";
import { DEFAULT_SCHEMA, printedName } from "../../catalog/printed-name.ts";
import type { CheckObject } from "../check/object.ts";
import type { Renamed } from "../follow.ts";
import type { Changes, PlanContext, Remedy } from "../kind.ts";
import { inSchema, onColumn, told } from "../place.ts";
import type { ColumnObject } from "./object.ts";
import { mayBeRenamed } from "./likeness.ts";
import { isSlightRetype, recollated, retyped } from "./retype.ts";
import {
  defaultSequence,
  identityOf,
  identityRemedy,
  ownedSequence,
  sameIdentity,
  serialRemedy,
  withSequence,
} from "./sequence.ts";
import { columnSettings, keptSettings, settingsOfType } from "../settings.ts";
import { addedColumn, defaultOf } from "../stored-columns.ts";

const SERIAL: Readonly<Record<string, string>> = { smallint: "smallserial", integer: "serial", bigint: "bigserial" };
const SET_EXPRESSION_SINCE = 170000;
const ENUM = "enum ";
const DEFAULT = `${DEFAULT_SCHEMA}.`;

/** Whether adding it writes rows again; undefined where that is what one would expect of it. */
function addingRewrites(column: ColumnObject, { to, rewrites }: PlanContext): boolean | undefined {
  const asked = addedColumn(column, to);
  const known = asked === null ? undefined : rewrites?.added(asked);
  const value = defaultOf(column, to);
  return known === (value !== null && isSqlText(value)) ? undefined : known;
}

/** The column as addColumn and createTable write it, without its default. */
function created(column: ColumnObject, context: PlanContext): readonly Operation[] {
  const { type, notNull, serial, identity, generated, collation, settings } = column.attributes;
  const sequence = serial?.sequence;
  const automatic = defaultSequence(column);
  const isRenamed = sequence !== undefined && sequence !== automatic;
  const schema = inSchema(column.path[0] ?? "", context);
  const rewrites = addingRewrites(column, context);
  return [
    {
      op: "addColumn",
      ...onColumn(column, context),
      type: serial === null ? type : (SERIAL[type] ?? type),
      ...(typeof collation === "string" ? { collation: { sql: collation } } : {}),
      ...(notNull ? { notNull } : {}),
      ...(identity === null ? {} : { identity: identityOf(identity) }),
      ...(generated === null
        ? {}
        : {
            generated: {
              as: generated.as,
              ...told({ kind: generated.kind === "virtual" ? ("virtual" as const) : undefined }),
            },
          }),
      ...(rewrites === undefined ? {} : { rewrites }),
    },
    ...(isRenamed ? [{ op: "renameSequence" as const, ...schema, from: automatic, to: sequence }] : []),
    ...columnSettings(column, settings, context),
  ];
}

function generatedRemedy(from: ColumnObject, to: ColumnObject, context: PlanContext): Remedy {
  const [was, is] = [from.attributes.generated, to.attributes.generated];
  if (is === null)
    return was?.kind === "stored" ? { before: [{ op: "dropExpression", ...onColumn(to, context) }] } : "replace";
  if (was === null || was.kind !== is.kind || context.server.version < SET_EXPRESSION_SINCE) return "replace";
  return [
    {
      op: "setExpression",
      ...onColumn(to, context),
      generated: { as: is.as, ...(is.kind === "virtual" ? { kind: is.kind } : {}) },
    },
  ];
}

/** A check of the column's table, before and after, that says what NOT NULL says. */
function impliedBy(column: ColumnObject, { from, to }: PlanContext): CheckObject | null {
  const text = `(${pathText([column.path[2] ?? ""])} IS NOT NULL)`;
  for (const object of to.values()) {
    if (object.kind !== "check" || object.parent !== column.parent) continue;
    // Of kind check on both sides, since the id has the kind in it.
    const [was, is] = [from.get(object.id) as CheckObject | undefined, object as CheckObject];
    if (
      was !== undefined &&
      is.attributes.validated &&
      is.attributes.notEnforced !== true &&
      [was, is].every((each) => each.attributes.expression.sql === text)
    )
      return was;
  }
  return null;
}

/** Whether a value is null before the column's other changes just where it is null after them. */
function keepsNulls(from: ColumnObject, to: ColumnObject, context: PlanContext): boolean {
  return context.using(to.id) === undefined && equal(from.attributes.generated, to.attributes.generated);
}

function notNullRemedy(from: ColumnObject, to: ColumnObject, context: PlanContext): Remedy {
  const place = onColumn(to, context);
  // After a primary key that needs it is gone.
  if (!to.attributes.notNull) return { behind: [{ op: "dropNotNull", ...place }] };
  if (context.locks === "plain") return [{ op: "setNotNull", ...place }];
  const check = impliedBy(to, context);
  if (check === null) {
    const validated: readonly Operation[] = [{ op: "setNotNull", ...place, validateFirst: true }];
    return keepsNulls(from, to, context) ? { ahead: validated } : validated;
  }
  const implied: readonly Operation[] = [{ op: "setNotNull", ...place, impliedBy: check.path[2] ?? "" }];
  return check.attributes.validated ? implied : { after: implied };
}

/** An enum's name without what PostgreSQL prints of it only where another name is like it: quotes and the default schema. */
function bareName(text: string): string {
  const bare = text.replaceAll('"', "");
  return bare.startsWith(DEFAULT) ? bare.slice(DEFAULT.length) : bare;
}

/** A type after the rename of an enum. Whether the next name is one that PostgreSQL prints with the schema, it alone knows. */
function renamedType(type: string, dependsOn: readonly ObjectId[], { kind, from, to }: Renamed): string {
  // Ids are those after the rename. One of PostgreSQL's own types may have the same name.
  const isIt = kind === "enum" && dependsOn.includes(objectId(kind, to)) && bareName(type) === bareName(pathText(from));
  return isIt ? printedName(to) : type;
}

/** Whether two types are one enum, which both columns depend on, printed in two ways. */
function isOneEnum(from: string, to: string, { dependsOn }: ColumnObject, other: ColumnObject): boolean {
  const name = bareName(from);
  if (name !== bareName(to)) return false;
  return dependsOn.some(
    (id) =>
      id.startsWith(ENUM) &&
      other.dependsOn.includes(id) &&
      ["", "[]"].some((end) => name === `${bareName(id.slice(ENUM.length))}${end}`),
  );
}

/** A type after the rename of a schema. */
function movedType(type: string, dependsOn: readonly ObjectId[], { from, to }: Renamed): string {
  const was = `${pathText(from)}.`;
  if (type.startsWith(was))
    return to[0] === DEFAULT_SCHEMA ? type.slice(was.length) : `${pathText(to)}.${type.slice(was.length)}`;
  // Ids are those after the rename.
  const isMoved = from[0] === DEFAULT_SCHEMA && dependsOn.includes(`enum ${pathText(to)}.${type}`);
  return isMoved ? `${pathText(to)}.${type}` : type;
}

function isOfEnum({ attributes: { type }, dependsOn }: ColumnObject): boolean {
  return !type.endsWith("[]") && dependsOn.some((id) => id.startsWith(ENUM));
}

export const changes: Changes<ColumnObject> = {
  create: created,
  drop: (column, context) => [
    {
      op: "dropColumn",
      ...onColumn(column, context),
      ...(column.attributes.generated === null ? {} : { generated: true }),
    },
  ],
  mayBeRenamed,
  rename: (from, to, context) => [
    {
      op: "renameColumn",
      table: to.path[1] ?? "",
      ...inSchema(to.path[0] ?? "", context),
      from: from.path[2] ?? "",
      to: to.path[2] ?? "",
    },
  ],
  attributes: {
    serial: {
      same: (from, to) => (from === null) === (to === null),
      remedy: serialRemedy,
      partly: ownedSequence(),
    },
    identity: {
      same: sameIdentity,
      remedy: identityRemedy,
      partly: ownedSequence(),
    },
    generated: {
      remedy: generatedRemedy,
      unsettles: (_, to, context) => to.attributes.generated !== null && context.server.version >= SET_EXPRESSION_SINCE,
    },
    type: {
      same: (from, to, was, is) => from === to || isOneEnum(from, to, was, is),
      remedy: retyped,
      unsettles: (from, to) => !isSlightRetype(from, to) || "slightly",
    },
    collation: {
      remedy: recollated,
      unsettles: () => "slightly",
      unspoken: (collation) => (typeof collation === "string" ? `has the collation ${collation}` : null),
    },
    notNull: { remedy: notNullRemedy },
    settings: {
      ...keptSettings,
      left: (settings, { path }, model) => {
        // An id of the kind column is a column's.
        const next = model.get(objectId("column", path)) as ColumnObject | undefined;
        return next === undefined ? settings : settingsOfType(settings, next.attributes.type, isOfEnum(next));
      },
    },
    position: { remedy: "keep" },
  },
  fold: (into, operation) => {
    if (into.op !== "createTable" || operation.op !== "addColumn") return null;
    const { op: _op, table: _table, schema: _schema, ifNotExists: _if, rewrites: _rewrites, ...column } = operation;
    return { ...into, columns: [...into.columns, column] };
  },
  resettle: (_, to, context) => {
    const { type } = to.attributes;
    const text = type.endsWith("[]") ? "text[]" : "text";
    return [
      {
        op: "setColumnType",
        ...onColumn(to, context),
        type,
        using: { sql: `${quoteIdentifier(to.path[2] ?? "")}::${text}::${type}` },
      },
    ];
  },
  follow: ({ path, attributes: given, dependsOn }, rename) => {
    const attributes = withSequence(given, path, rename);
    const isArray = attributes.type.endsWith("[]");
    const type = isArray ? attributes.type.slice(0, -2) : attributes.type;
    const followed =
      rename.kind === "schema" ? movedType(type, dependsOn, rename) : renamedType(type, dependsOn, rename);
    return followed === type ? attributes : { ...attributes, type: isArray ? `${followed}[]` : followed };
  },
  brittle: ({ attributes }) => attributes.generated !== null && "very",
};
