/** A catalog as SQL that makes it, for people: both sides are written alike, so that their difference is the change. */

import { operationStatements } from "@sluice/runner";
import type { Catalog } from "../catalog/catalog.ts";
import type { PlanContext } from "../kinds/kind.ts";
import { planMigration } from "../plan/plan.ts";
import type { Comparison } from "./compare.ts";

export interface SchemaTexts {
  readonly from: string;
  readonly to: string;
}

function textOf(catalog: Catalog, context: Omit<PlanContext, "from" | "to">): string {
  // Every database has its default schema.
  const present = new Map(
    [...catalog].filter(([, { path }]) => path.length === 1 && path[0] === context.defaultSchema),
  );
  const operations = planMigration({ ...context, from: present, to: catalog });
  return operations
    .flatMap((operation) => operationStatements(operation, { serverVersion: context.server.version }))
    .map(({ text }) => `${text};\n`)
    .join("\n");
}

/** The schema of a comparison before and after. */
export function schemaTexts(comparison: Comparison): SchemaTexts {
  const context = {
    server: comparison.live.server,
    defaultSchema: comparison.defaultSchema,
    cast: (): "assignment" => "assignment",
    using: (): undefined => undefined,
  };
  return { from: textOf(comparison.live.catalog, context), to: textOf(comparison.target, context) };
}
