/** Check constraints that the model declares. */

import { truncateIdentifier } from "@sluice/runner";
import { makeObject } from "../../catalog/make.ts";
import { columnIds, tableId } from "../ids.ts";
import type { ModelReader } from "../kind.ts";
import type { CheckObject } from "./object.ts";

export const model: ModelReader<CheckObject> = (source) =>
  source.tables.flatMap(({ schema, name: table, config }) =>
    config.checks.map((check) => {
      const path = [schema, table, truncateIdentifier(check.name)] as const;
      const sql = source.expression(check.value, `check ${path.join(".")}`);
      return makeObject({
        kind: "check",
        path,
        parent: tableId(schema, table),
        // Which columns an expression names only PostgreSQL knows: a check comes after all of its table's.
        dependsOn: columnIds(schema, table, config.columns.map((column) => source.columnName(column))),
        attributes: { expression: { sql }, validated: true, noInherit: undefined },
      });
    }),
  );
