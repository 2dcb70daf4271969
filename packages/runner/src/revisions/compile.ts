/** A migration file as a script: types are stripped, imports become `require`. */

import { resolve } from "node:path";
import { Script } from "node:vm";
import { messageOf } from "../errors/message-of.ts";
import { sluiceError, type SluiceError } from "../errors/sluice-error.ts";
import { writtenCode } from "./written.ts";

function syntaxError(path: string, message: string, cause: unknown): SluiceError {
  return sluiceError("REVISION_FILE_INVALID", `${path}: syntax error: ${message}`, {
    hint: "Correct the file; nothing of it has run.",
    details: { path },
    cause,
  });
}

function scriptOf(path: string, code: string): Script {
  return new Script(`(function (exports, require, module, __filename, __dirname) {${code}\n})`, {
    filename: resolve(path),
  });
}

/** The script of a file as Sluice writes it; null where it is not one, or not any more. */
function writtenScript(path: string, text: string): Script | null {
  const code = writtenCode(text);
  if (code === null) return null;
  try {
    return scriptOf(path, code);
  } catch {
    // It holds more of TypeScript, or a mistake, which is told of its own text.
    return null;
  }
}

/**
 * The script of a file's text: a function of `exports`, `require`, `module`, `__filename` and `__dirname`.
 *
 * @throws REVISION_FILE_INVALID naming the file and where in it the syntax is wrong.
 */
export async function compiledScript(path: string, text: string): Promise<Script> {
  const written = writtenScript(path, text);
  if (written !== null) return written;
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
    return scriptOf(path, code);
  } catch (cause) {
    throw syntaxError(path, messageOf(cause), cause);
  }
}
