/** Row-level security that the model declares: said of the table, or by its having policies. */

import { truncateIdentifier } from "@sluice/runner";
import { makeObject } from "../../catalog/make.ts";
import { policyIds, tableId } from "../ids.ts";
import type { ModelReader } from "../kind.ts";
import type { RowSecurityObject } from "./object.ts";

export const model: ModelReader<RowSecurityObject> = (source) =>
  source.tables.map(({ schema, name, config, policies }) =>
    makeObject({
      kind: "row-security",
      path: [schema, name],
      parent: tableId(schema, name),
      comesAfter: policyIds(
        schema,
        name,
        policies.map((policy) => truncateIdentifier(policy.name)),
      ),
      attributes: { enabled: config.enableRLS || policies.length > 0, forced: undefined },
    }),
  );
