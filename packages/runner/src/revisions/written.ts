/**
 * The code of a file as Sluice writes it: all of TypeScript in it stands at known places, so that it need not be parsed to be
 * rid of it. Parsing takes longer than all else that loads a file, and more than a server takes for a small migration.
 */

const HEAD =
  /^(\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)import \{ (sql, )?type Operations \} from "@sluice\/runner";\n\n((?:export const \w+ = (?:null|"[^"\\\n]*"|\[[^\]\\\n]*\]);\n)+)\nexport function upgrade\(op: Operations\): void \{\n/;
const DOWNGRADE = "\nexport function downgrade(op: Operations): void {\n";

/**
 * A script's code, line by line that of the file, for the engine to parse. Null where the file looks otherwise, or holds what
 * TypeScript and JavaScript both read and not as the same: `f<T>(x)`. Any other annotation is a syntax error to the engine.
 */
export function writtenCode(text: string): string | null {
  const head = HEAD.exec(text);
  if (head === null) return null;
  const [start, comment = "", tag, constants = ""] = head;
  const body = text.slice(start.length);
  const parts = body.split(DOWNGRADE);
  if (parts.length !== 2 || body.includes("<")) return null;
  return [
    `"use strict";${comment}`,
    tag === undefined ? "" : 'const { sql } = require("@sluice/runner");',
    "\n\n",
    constants.replaceAll(/^export const (\w+)/gm, "const $1 = exports.$1"),
    "\nexports.upgrade = upgrade; function upgrade(op) {\n",
    parts.join("\nexports.downgrade = downgrade; function downgrade(op) {\n"),
  ].join("");
}
