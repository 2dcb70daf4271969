/** The schema before and after, as a unified diff in colour. */

import { structuredPatch } from "diff";
import { cyan, dim, green, red } from "./colours.ts";

const CONTEXT = 2;

export function schemaDiff(from: string, to: string): string {
  const { hunks } = structuredPatch("database", "models", from, to, "", "", { context: CONTEXT });
  return hunks
    .map(({ oldStart, newStart, lines }) => {
      const body = lines.map((line) =>
        line.startsWith("+") ? green(line) : line.startsWith("-") ? red(line) : dim(line),
      );
      return [cyan(`@@ -${oldStart} +${newStart} @@`), ...body].join("\n");
    })
    .join("\n");
}
