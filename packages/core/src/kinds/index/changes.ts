/** What changes of an index lead to. */

import type { IndexElement, Operation } from "@sluice/runner";
import { equal } from "../../catalog/equal.ts";
import { includedStill, ownColumns } from "../constraint-changes.ts";
import { followedColumns, followedTable, isOfRows } from "../follow.ts";
import { isPartitioned } from "../in-use.ts";
import type { Changes, Partly, PlanContext } from "../kind.ts";
import { inSchema, told } from "../place.ts";
import { indexSettings, keptSettings, missedWithout, settingsStill } from "../settings.ts";
import { sameOptions } from "../view-options.ts";
import type { IndexElementAttributes, IndexObject } from "./object.ts";

function elementOf(element: IndexElementAttributes): IndexElement {
  const { column, expression, order, nulls, opclass, isDefaultOpclass, collation } = element;
  const options = told({
    order: order === "desc" ? order : undefined,
    // NULLS FIRST is the default of DESC, NULLS LAST that of ASC.
    nulls: (nulls === "first") === (order === "desc") ? undefined : nulls,
    opclass: opclass === undefined || isDefaultOpclass === true ? undefined : { sql: opclass },
    collation: typeof collation === "string" ? { sql: collation } : undefined,
  });
  if (column === null) return { expression: expression ?? { sql: "" }, ...options };
  return Object.keys(options).length === 0 ? column : { name: column, ...options };
}

/** An operator class's name as a model may write it: without its schema, or left out where it is the default. */
function sameOpclass(from: IndexElementAttributes, to: IndexElementAttributes): boolean {
  if (from.opclass === undefined) return to.opclass === undefined || to.isDefaultOpclass !== false;
  if (to.opclass === undefined) return from.isDefaultOpclass !== false;
  return (
    from.opclass === to.opclass || from.opclass.endsWith(`.${to.opclass}`) || to.opclass.endsWith(`.${from.opclass}`)
  );
}

/** A collation's name as a model may write it: with its schema, or that of every expression by itself. */
function sameCollation(from: string | null, to: string | null, isExpression: boolean): boolean {
  const bare = (name: string | null): string | null => {
    const own = name?.replace(/^pg_catalog\./, "") ?? null;
    return isExpression && own === '"default"' ? null : own;
  };
  return bare(from) === bare(to);
}

function sameElement(from: IndexElementAttributes, to: IndexElementAttributes | undefined): boolean {
  return (
    to !== undefined &&
    from.column === to.column &&
    equal(from.expression, to.expression) &&
    from.order === to.order &&
    from.nulls === to.nulls &&
    sameOpclass(from, to) &&
    (from.collation === undefined ||
      to.collation === undefined ||
      sameCollation(from.collation, to.collation, to.column === null))
  );
}

type Elements = readonly IndexElementAttributes[];

/** Drizzle has no word for a collation: an element that is otherwise the live one keeps the live one's. */
function completed(said: Elements, live: Elements): Elements {
  return said.map((element, position) => {
    const is = live[position];
    return is !== undefined && element.collation === undefined && sameElement(is, element) ? is : element;
  });
}

const collations: Partly<Elements> = {
  complete: completed,
  unspoken: (said, live) => {
    // That of an expression may be what the expression has by itself.
    const own = completed(said, live).flatMap(({ column, collation }, position) =>
      column !== null && said[position]?.collation === undefined ? (collation ?? []) : [],
    );
    return own.length === 0 ? null : `sorts by ${own.join(", ")}`;
  },
};

function created(index: IndexObject, name: string, isBrief: boolean, context: PlanContext): readonly Operation[] {
  const { table, columns, unique, method, where, include, nullsNotDistinct, settings, concurrently } = index.attributes;
  return [
    {
      op: "createIndex",
      name,
      table,
      ...inSchema(index.path[0] ?? "", context),
      columns: columns.map(elementOf),
      ...told({
        unique,
        nullsNotDistinct,
        method: method === "btree" ? undefined : method,
        where,
        include,
        with: Object.keys(index.attributes.with).length === 0 ? undefined : index.attributes.with,
        concurrently: isBrief || concurrently === true,
      }),
    },
    ...indexSettings(index.path[0] ?? "", table, name, settings, context),
  ];
}

function isComputed({ attributes: { where, columns } }: IndexObject): boolean {
  return where !== null || columns.some(({ expression }) => expression !== null);
}

export const changes: Changes<IndexObject> = {
  create: (index, context) => created(index, index.path[1] ?? "", false, context),
  gradual: (index, name, context) => {
    const [schema = "", own = ""] = index.path;
    if (isPartitioned(index, context)) return null;
    return {
      build: created(index, name, true, context),
      validate: [],
      attach: name === own ? [] : [{ op: "renameIndex", ...inSchema(schema, context), from: name, to: own }],
    };
  },
  drop: (index, context) => {
    const [schema = "", name = ""] = index.path;
    const { table, concurrently } = index.attributes;
    const isBrief = context.locks === "brief" && !isPartitioned(index, context);
    return [
      {
        op: "dropIndex",
        name,
        table,
        ...inSchema(schema, context),
        ...told({ concurrently: isBrief || concurrently === true }),
      },
    ];
  },
  rename: (from, to, context) => [
    { op: "renameIndex", ...inSchema(to.path[0] ?? "", context), from: from.path[1] ?? "", to: to.path[1] ?? "" },
  ],
  attributes: {
    table: { remedy: "replace" },
    columns: {
      remedy: "replace",
      partly: collations,
      same: (from, to) =>
        from.length === to.length && from.every((element, position) => sameElement(element, to[position])),
    },
    unique: { remedy: "replace" },
    method: { remedy: "replace" },
    where: { remedy: "replace" },
    with: { remedy: "replace", same: sameOptions },
    include: {
      remedy: "replace",
      left: (include, { path: [schema = ""], attributes }, model) =>
        includedStill(include, schema, attributes.table, model),
      unspoken: (include) =>
        include === undefined || include.length === 0 ? null : `has INCLUDE (${include.join(", ")})`,
    },
    nullsNotDistinct: { remedy: "replace", unspoken: (is) => (is === true ? "is NULLS NOT DISTINCT" : null) },
    settings: {
      ...keptSettings,
      left: (settings, { id, path: [schema = ""] }, model) => {
        // An id of the kind index is an index's.
        const next = model.get(id) as IndexObject | undefined;
        if (next === undefined) return settings;
        const { unique, where, columns, table } = next.attributes;
        const parts = columns.map(({ column }) => column);
        return settingsStill(settings, { isUnique: unique && where === null, columns: parts }, [schema, table], model);
      },
    },
    // An index that a failed concurrent build left behind is built again; nobody wants it invalid again.
    valid: { remedy: (from) => (from.attributes.valid ? [] : "replace") },
    concurrently: { remedy: "keep", unspoken: () => null },
  },
  brittle: (index) =>
    isComputed(index) || index.attributes.columns.some(({ isDefaultOpclass }) => isDefaultOpclass === false),
  isRelation: true,
  claims: ({ path: [schema = "", name = ""] }) => [`relation ${schema}\0${name}`],
  follow: ({ path, attributes }, rename) => {
    const [schema = ""] = path;
    const [, table] = followedTable(isOfRows(rename) ? (rename.from[0] ?? schema) : schema, attributes.table, rename);
    const columns = attributes.columns.map((element) => {
      const [column = null] =
        element.column === null ? [] : followedColumns([element.column], [schema, attributes.table], rename);
      return { ...element, column };
    });
    const include = attributes.include && followedColumns(attributes.include, [schema, attributes.table], rename);
    return { ...attributes, table, columns, include };
  },
  // Which columns an expression of a model names, nobody knows for sure.
  goesWith: (index) => (isComputed(index) ? [] : ownColumns(index)),
  missed: ({ attributes }) => missedWithout(attributes.settings),
  // Drizzle has no indexes on materialized views.
  keptFor: ({ parent }) => (parent === null || parent.startsWith("table ") ? null : "is on a materialized view"),
  finding: ({ id, attributes }) =>
    attributes.valid
      ? null
      : {
          code: "INVALID_INDEX",
          severity: "warning",
          message: `${id} is invalid: a build of it failed, or was stopped; no query uses it, and every write keeps it up`,
          hint: "A unique one fails again until the rows that are in its way are put right.",
        },
  structure: ({ parent, attributes }) =>
    JSON.stringify([
      parent,
      attributes.columns.map(({ column, expression, order, nulls }) => [column, expression?.sql, order, nulls]),
      attributes.unique,
      attributes.method,
      attributes.where?.sql,
    ]),
};
