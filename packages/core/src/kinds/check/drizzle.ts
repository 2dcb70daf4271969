/** Check constraints that the model declares. */

import { truncateIdentifier } from "@sluice/runner";
import { makeObject } from "../../catalog/make.ts";
import { namedColumns } from "../../model/named-columns.ts";
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
        dependsOn: columnIds(
          schema,
          table,
          namedColumns(
            config.columns.map((column) => source.columnName(column)),
            sql,
          ),
        ),
        attributes: { expression: { sql }, validated: true, noInherit: undefined },
      });
    }),
  );
