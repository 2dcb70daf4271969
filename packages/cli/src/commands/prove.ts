/** `prove`: do revisions go up, down and up again? */

import { readFileSync } from "node:fs";
import { proveRevisions, type ProveOptions as Options } from "@sluice/core";
import { bold, dim, green, red } from "../colours.ts";
import type { Answer, Project } from "../context.ts";
import { describeDiagnostics, paragraphs, section } from "../describe.ts";
import { tell } from "../output.ts";

export interface ProveOptions {
  readonly seed?: string;
  readonly scratch?: string;
}

/** `from:to`, the first end left out; or one revision. */
function endsOf(range: string | undefined): Pick<Options, "from" | "to" | "revision"> {
  if (range === undefined) return {};
  if (!range.includes(":")) return { revision: range };
  const [from = "", to = ""] = range.split(":");
  return { ...(from === "" ? {} : { from }), ...(to === "" ? {} : { to }) };
}

export async function prove(range: string | undefined, options: ProveOptions, project: Project): Promise<Answer> {
  const { database, migrations, recursive, ledger } = project;
  const result = await proveRevisions({
    database,
    migrations,
    recursive,
    ledger,
    scratch: options.scratch ?? project.scratch,
    ...endsOf(range),
    ...(options.seed === undefined ? {} : { seed: readFileSync(options.seed, "utf8") }),
    onRevision: (revision, isIrreversible) => tell(dim(`${isIrreversible ? "↑    " : "↑ ↓ ↑"} ${revision}`)),
  });
  const { scratch, proved, irreversible, failure, diagnostics } = result;
  const oneWay =
    irreversible.length === 0 ? "" : ` ${irreversible.length} went up only: no way back is what their files say.`;
  const verdict =
    failure === null
      ? `${green("Proved:")} ${proved.length === 0 ? "nothing to prove" : `${proved.length} up, down and up again`} on ${scratch}.${oneWay}`
      : `${red("Not proved:")} the ${failure.direction} of ${bold(failure.revision)} ${failure.direction === "downgrade" ? "does not restore what was before it" : "leads elsewhere the second time"}.`;
  return {
    json: result,
    text: paragraphs(verdict, failure?.difference ?? "", section("Findings", describeDiagnostics(diagnostics))),
    isYes: failure === null,
  };
}
