/** Runs a bundle of the user's files; what they throw is told with their own file and line. */

import { createRequire, SourceMap, type SourceMapPayload } from "node:module";
import { join, relative, resolve } from "node:path";
import { isError, sluiceError, type ErrorCode } from "@sluice/runner";
import { bundled, type Bundle } from "./bundle.ts";
import type { Offered } from "./packages.ts";

export interface EvaluateOptions {
  readonly cwd: string;
  readonly offered?: Offered;
  readonly codes: {
    /** The files can't be read as JavaScript. */
    readonly invalid: ErrorCode;
    /** They throw when they are run. */
    readonly failed: ErrorCode;
  };
}

export type Namespace = Readonly<Record<string, unknown>>;

export interface Evaluated {
  /** What each file exports, in the order of the files. */
  readonly namespaces: readonly Namespace[];
  /** An error of the given code for something that code of the files threw, then or later. */
  readonly failure: (cause: unknown, about?: string) => Promise<Error>;
}

/** How frames of the bundle are named in a stack. */
const FRAME = /sluice-bundle:(\d+):(\d+)/;
const SOURCE_URL = "\n//# sourceURL=sluice-bundle";
/** `async function anonymous($namespaces, …\n) {\n` stands before the text. */
const HEAD_LINES = 2;

interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

function placeFinder(map: string, cwd: string): (line: number, column: number) => Place | null {
  // esbuild writes maps of version 3.
  const sourceMap = new SourceMap(JSON.parse(map) as SourceMapPayload);
  return (line, column) => {
    const entry = sourceMap.findEntry(line - 1 - HEAD_LINES, column - 1);
    if (!("originalSource" in entry)) return null;
    return { file: resolve(cwd, entry.originalSource), line: entry.originalLine + 1, column: entry.originalColumn + 1 };
  };
}

/** Puts the user's files into an error's stack, and gives the first place in it. */
async function located(cause: Error, bundle: Bundle, cwd: string): Promise<Place | null> {
  const stack = cause.stack ?? "";
  if (!FRAME.test(stack)) return null;
  const find = placeFinder(await bundle.map(), cwd);
  let first: Place | null = null;
  const lines = stack.split("\n").map((line) => {
    const frame = FRAME.exec(line);
    const place = frame === null ? null : find(Number(frame[1]), Number(frame[2]));
    if (place === null) return line;
    first ??= place;
    const at = `${place.file}:${place.line}:${place.column}`;
    // `at eval (eval at evaluated (…), sluice-bundle:12:3)` says the evaluator's own place too.
    return line.includes("(") ? line.replace(/\(.*$/, `(${at})`) : line.replace(/at .*$/, `at ${at}`);
  });
  Object.defineProperty(cause, "stack", { value: lines.join("\n"), configurable: true, writable: true });
  return first;
}

function relativeFile(file: string, cwd: string): string {
  const path = relative(cwd, file);
  return path.startsWith("..") ? file : path;
}

/**
 * Bundles and runs files.
 *
 * @throws the codes of the options, with the file and line of the user's own.
 */
export async function evaluated(files: readonly string[], options: EvaluateOptions): Promise<Evaluated> {
  const { cwd, offered = {}, codes } = options;
  const require = createRequire(join(cwd, "_.js"));
  const bundle = await bundled(files, { cwd, offered, require, invalid: codes.invalid });

  const failure = async (cause: unknown, about?: string): Promise<Error> => {
    const message = isError(cause) ? cause.message : `threw ${String(cause)}`;
    const place = isError(cause) ? await located(cause, bundle, cwd) : null;
    const only = files.length === 1 && files[0] !== undefined ? `${relativeFile(files[0], cwd)}: ` : "";
    const where = place === null ? only : `${relativeFile(place.file, cwd)}:${place.line}:${place.column}: `;
    return sluiceError(codes.failed, `${where}${about === undefined ? "" : `${about}: `}${message}`, {
      hint: "Correct the file; nothing was written.",
      details: place === null ? {} : { ...place },
      cause,
    });
  };

  const namespaces: Namespace[] = [];
  try {
    // Every async function has this constructor, and it takes texts.
    const AsyncFunction = (async () => undefined).constructor as new (
      ...parts: readonly string[]
    ) => (...given: readonly unknown[]) => Promise<void>;
    const run = new AsyncFunction("$namespaces", "$offered", "$require", "require", `${bundle.text}${SOURCE_URL}`);
    await run(namespaces, (name: string) => offered[name], require, require);
  } catch (cause) {
    throw await failure(cause);
  }
  return { namespaces, failure };
}
