/** A migration file as a script: types are stripped, imports become `require`. */

import { resolve } from "node:path";
import { Script } from "node:vm";
import { messageOf } from "../errors/message-of.ts";
import { sluiceError, type SluiceError } from "../errors/sluice-error.ts";

function syntaxError(path: string, message: string, cause: unknown): SluiceError {
  return sluiceError("REVISION_FILE_INVALID", `${path}: syntax error: ${message}`, {
    hint: "Correct the file; nothing of it has run.",
    details: { path },
    cause,
  });
}

/**
 * The script of a file's text: a function of `exports`, `require`, `module`, `__filename` and `__dirname`.
 *
 * @throws REVISION_FILE_INVALID naming the file and where in it the syntax is wrong.
 */
export async function compiledScript(path: string, text: string): Promise<Script> {
  const { transform } = await import("sucrase");
  let code: string;
  try {
    const isTypeScript = /\.[cm]?ts$/.test(path);
    code = transform(text, {
      transforms: isTypeScript ? ["typescript", "imports"] : ["imports"],
      filePath: path,
      disableESTransforms: true,
      preserveDynamicImport: true,
    }).code;
  } catch (cause) {
    throw syntaxError(path, messageOf(cause).replace(/^Error transforming [^:]*: /, ""), cause);
  }
  try {
    return new Script(`(function (exports, require, module, __filename, __dirname) {${code}\n})`, {
      filename: resolve(path),
    });
  } catch (cause) {
    throw syntaxError(path, messageOf(cause), cause);
  }
}
