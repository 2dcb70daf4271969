/** Check constraints that the model declares. */

import { truncateIdentifier } from "@sluice/runner";
import { makeObject } from "../../catalog/make.ts";
import { mentionedIds } from "../../model/mentioned.ts";
import { namedColumns } from "../../model/named-columns.ts";
import { columnIds, tableId } from "../ids.ts";
import type { ModelReader } from "../kind.ts";
import type { CheckObject } from "./object.ts";

export const model: ModelReader<CheckObject> = (source) =>
  source.tables.flatMap(({ schema, name: table, config }) => {
    const own = config.columns.map((column) => source.columnName(column));
    return config.checks.map((check) => {
      const path = [schema, table, truncateIdentifier(check.name)] as const;
      const sql = source.expression(check.value, `check ${path.join(".")}`);
      return makeObject({
        kind: "check",
        path,
        parent: tableId(schema, table),
        dependsOn: [...columnIds(schema, table, namedColumns(own, sql)), ...mentionedIds(source, sql)],
        attributes: { expression: { sql }, validated: true, noInherit: undefined, notEnforced: undefined },
      });
    });
  });
