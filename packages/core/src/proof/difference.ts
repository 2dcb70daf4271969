/** What differs between two catalogs of one server, as a unified diff of the SQL that makes each; empty where they are equal. */

import { createTwoFilesPatch } from "diff";
import { operationStatements } from "@sluice/runner";
import type { Catalog } from "../catalog/catalog.ts";
import { diffCatalogs } from "../diff/diff.ts";
import type { PlanContext } from "../kinds/kind.ts";
import { planMigration } from "../plan/plan.ts";

type TextContext = Omit<PlanContext, "from" | "to">;

/** A catalog as SQL that makes it. Every database has its default schema. */
export function catalogText(catalog: Catalog, context: TextContext): string {
  const from = new Map([...catalog].filter(([, { path }]) => path.length === 1 && path[0] === context.defaultSchema));
  return planMigration({ ...context, from, to: catalog })
    .flatMap((operation) => operationStatements(operation, { serverVersion: context.server.version }))
    .map(({ text }) => `${text};\n`)
    .join("\n");
}

/** A unified diff of two texts, without the lines that name files. */
export function unifiedDiff(from: string, to: string): string {
  return createTwoFilesPatch("from", "to", from, to, "", "", { context: 2 }).split("\n").slice(4).join("\n").trimEnd();
}

/** The difference of two catalogs. Objects that differ in nothing that prints are told by their names. */
export function differenceText(from: Catalog, to: Catalog, context: TextContext): string {
  const changes = diffCatalogs(from, to);
  if (changes.length === 0) return "";
  const text = unifiedDiff(catalogText(from, context), catalogText(to, context));
  const names = changes.map((change) =>
    change.type === "alter" ? `${change.to.id}: ${change.attributes.join(", ")}` : `${change.type} ${change.object.id}`,
  );
  return text === "" ? names.join("\n") : text;
}
