/** Changes that go through more than they name: views over what changes, values of an enum, keys, and other names. */

import { onColumn, onTable, type Change } from "./change.ts";
import { isTarget, type KeySpec } from "./model-spec.ts";

const INTEGER_KEYS: readonly KeySpec[] = ["integer", "serial", "identity"];

/** What was added on the way has no former name. */
const isNew = (name: string): boolean => /^(added|made)_/.test(name);

export const REBUILDS = {
  "add a view": {
    sort: "adds",
    make: onTable((table, pick) => ({
      ...table,
      views: [...table.views, { isMaterialized: pick % 2 === 0, where: null }],
    })),
  },
  "drop a view": { sort: "drops", make: onTable((table) => ({ ...table, views: table.views.slice(0, -1) })) },
  "change a view": {
    sort: "alters",
    make: onTable((table, pick) => ({
      ...table,
      views: table.views.map(({ isMaterialized, where }) => ({
        isMaterialized: pick % 3 === 0 ? !isMaterialized : isMaterialized,
        where: where === null ? "${t.n} <> 2" : null,
      })),
    })),
  },
  "add a policy": {
    sort: "adds",
    make: onTable((table) => ({ ...table, policies: [...table.policies, "${t.n} > 0"] })),
  },
  "drop a policy": {
    sort: "drops",
    make: onTable((table) => ({ ...table, policies: table.policies.slice(0, -1) })),
  },
  "change a policy": {
    sort: "alters",
    make: onTable((table) => ({ ...table, policies: table.policies.map(() => "${t.n} in (4, 5)") })),
  },
  "drop an enum value": {
    sort: "drops",
    make: (spec, pick) => ({
      ...spec,
      enums: spec.enums.map((each, position) =>
        position === pick % spec.enums.length && each.values.length > 1
          ? { ...each, values: each.values.slice(0, -1) }
          : each,
      ),
    }),
  },
  "reorder the values of an enum": {
    sort: "alters",
    make: (spec, pick) => ({
      ...spec,
      enums: spec.enums.map((each, position) =>
        position === pick % spec.enums.length ? { ...each, values: each.values.toReversed() } : each,
      ),
    }),
  },
  "change what numbers the key": {
    sort: "alters",
    make: onTable((table, pick) =>
      isTarget(table) ? { ...table, key: INTEGER_KEYS[pick % INTEGER_KEYS.length] ?? table.key } : table,
    ),
  },
  "rename a column": {
    sort: "renames",
    make: onColumn((column) =>
      isNew(column.name) ? column : { ...column, name: `renamed_${column.name}`, was: column.was ?? column.name },
    ),
  },
  "rename a table": {
    sort: "renames",
    make: onTable((table) =>
      isNew(table.name)
        ? table
        : { ...table, name: `renamed_${table.name}`, was: table.was ?? [table.schema, table.name] },
    ),
  },
  "move a table to another schema": {
    sort: "renames",
    make: onTable((table) =>
      isNew(table.name)
        ? table
        : { ...table, schema: table.schema === null ? "app" : null, was: table.was ?? [table.schema, table.name] },
    ),
  },
} as const satisfies Readonly<Record<string, Change>>;
