/** What changes of a table lead to. */

import type { Changes } from "../kind.ts";
import { moved, named, told } from "../place.ts";
import { keptSettings, tableSettings } from "../settings.ts";
import type { TableObject } from "./object.ts";

export const changes: Changes<TableObject> = {
  create: (table, context) => [
    {
      op: "createTable",
      ...named(table, context),
      ...told({ unlogged: table.attributes.unlogged }),
      columns: [],
      ...(table.attributes.partitionBy === undefined || table.attributes.partitionBy === null
        ? {}
        : { partitionBy: { sql: table.attributes.partitionBy } }),
    },
    ...tableSettings(table, table.attributes.settings, context),
  ],
  drop: (table, context) => [{ op: "dropTable", ...named(table, context) }],
  rename: (from, to, context) => moved("setTableSchema", "renameTable", from, to, context),
  attributes: {
    unlogged: {
      remedy: (_, to, context) => [
        { op: "setTableLogged", ...named(to, context), logged: to.attributes.unlogged !== true },
      ],
      unspoken: (unlogged) => (unlogged === true ? "is unlogged" : null),
    },
    settings: keptSettings,
    partitionBy: {
      remedy: "keep",
      unspoken: (key) => (typeof key === "string" ? `is partitioned by ${key}` : null),
    },
  },
  isRelation: true,
  claims: ({ path }) => [`relation ${path.join("\0")}`, `type ${path.join("\0")}`],
};
