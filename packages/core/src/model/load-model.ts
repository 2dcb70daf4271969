/** Loads the user's model files: the only file that runs them. */

import { relative } from "node:path";
import { setImmediate } from "node:timers/promises";
import { loadDrizzle, type DrizzleApi } from "./drizzle-api.ts";
import { evaluated, type Namespace } from "./evaluate.ts";
import { modelFiles } from "./model-files.ts";

export interface LoadModelOptions {
  /** The project's folder, which paths are relative to. */
  readonly cwd: string;
  /** Settles when nobody outside waits for this process. Until then, loading drizzle would hold it up. Default: at once. */
  readonly calm?: Promise<unknown> | undefined;
}

export interface LoadedModel {
  /** What the files export. A name that two files give to different things is told apart by its file. */
  readonly exports: Readonly<Record<string, unknown>>;
  readonly files: readonly string[];
  /** The drizzle-orm that the files import. */
  readonly drizzle: DrizzleApi;
  /** An error for what code of the files threw later, when drizzle called it back. */
  readonly failure: (cause: unknown, about?: string) => Promise<Error>;
}

function merged(
  files: readonly string[],
  namespaces: readonly Namespace[],
  cwd: string,
): Readonly<Record<string, unknown>> {
  const exports = new Map<string, unknown>();
  namespaces.forEach((namespace, index) => {
    for (const name of Object.keys(namespace)) {
      const value = namespace[name];
      const key =
        exports.has(name) && exports.get(name) !== value ? `${name} (${relative(cwd, files[index] ?? "")})` : name;
      exports.set(key, value);
    }
  });
  return Object.fromEntries(exports);
}

/** Both results; of two failures the first one's, once neither is under way. */
async function bothOf<A, B>(one: Promise<A>, other: Promise<B>): Promise<readonly [A, B]> {
  await Promise.allSettled([one, other]);
  return [await one, await other];
}

/**
 * Loads model files. TypeScript and JavaScript, ES modules and CommonJS, the path aliases of the nearest tsconfig.json, JSON,
 * and packages of the same workspace all work; nothing needs to be built.
 *
 * @param schema paths, globs or folders.
 * @throws MODEL_NOT_FOUND, MODEL_INVALID (a syntax error or a missing import), MODEL_FAILED (a file that throws), each naming
 * the file and line; DRIZZLE_NOT_FOUND.
 * @example const { exports, drizzle } = await loadModel("./src/schema/*.ts", { cwd: "/srv/app" })
 */
export async function loadModel(schema: string | readonly string[], options: LoadModelOptions): Promise<LoadedModel> {
  const { cwd, calm } = options;
  const files = await modelFiles([schema].flat(), cwd);
  const evaluating = evaluated(files, { cwd, codes: { invalid: "MODEL_INVALID", failed: "MODEL_FAILED" } });
  // The models are being bundled in another process meanwhile; to run them loads it anyway.
  const free = Promise.race([calm, evaluating]).catch(() => undefined);
  const loading = free.then(() => setImmediate()).then(() => loadDrizzle(cwd, files[0]));
  const [{ namespaces, failure }, drizzle] = await bothOf(evaluating, loading);
  return { exports: merged(files, namespaces, cwd), files, drizzle, failure };
}
