/** Bundles the user's files into one JavaScript text with esbuild, their packages left outside. */

import { readFile } from "node:fs/promises";
import { dirname, extname, relative } from "node:path";
import { pathToFileURL } from "node:url";
import type { BuildOptions, BuildResult, Loader, Message, Plugin } from "esbuild";
import { sluiceError, type ErrorCode, type SluiceError } from "@sluice/runner";
import { packagesPlugin, type Offered } from "./packages.ts";

export interface BundleOptions {
  readonly cwd: string;
  readonly offered: Offered;
  readonly require: NodeJS.Require;
  /** The code of a file that can't be read as JavaScript or imports what is not there. */
  readonly invalid: ErrorCode;
}

export interface Bundle {
  /** The body of an async function of `$namespaces`, `$offered`, `$require` and `require`. */
  readonly text: string;
  /** The source map of the text; made when it is asked for. */
  readonly map: () => Promise<string>;
}

/** What says where a file is; esbuild can't, once several files are one. */
const OWN_PLACE = /\bimport\.meta\b|\b__dirname\b|\b__filename\b/;

const LOADERS: Readonly<Record<string, Loader>> = {
  ".ts": "ts",
  ".mts": "ts",
  ".cts": "ts",
  ".tsx": "tsx",
  ".js": "js",
  ".mjs": "js",
  ".cjs": "js",
  ".jsx": "jsx",
};

/** Writes into each file where it is. */
const placesPlugin: Plugin = {
  name: "places",
  setup(build) {
    build.onLoad({ filter: /\.(?:[cm]?[jt]s|[jt]sx)$/, namespace: "file" }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const loader = LOADERS[extname(path)];
      if (loader === undefined || !OWN_PLACE.test(text)) return undefined;
      const place = { url: pathToFileURL(path).href, dirname: dirname(path), filename: path, env: {} };
      const { code } = await build.esbuild.transform(text, {
        loader,
        sourcemap: "inline",
        sourcefile: path,
        define: {
          "import.meta": JSON.stringify(place),
          __dirname: JSON.stringify(place.dirname),
          __filename: JSON.stringify(place.filename),
        },
      });
      return { contents: code, loader: "js" };
    });
  },
};

function messageText(
  message: Message | undefined,
  cwd: string,
): { readonly text: string; readonly details: Readonly<Record<string, unknown>> } {
  if (message === undefined) return { text: "the files can't be bundled", details: {} };
  const { location, text } = message;
  if (location === null) return { text, details: {} };
  // esbuild counts columns from 0.
  const { file, line, column } = { file: location.file, line: location.line, column: location.column + 1 };
  const isOutside = relative(cwd, file).startsWith("..");
  return {
    text: `${isOutside ? file : relative(cwd, file) || file}:${line}:${column}: ${text}`,
    details: { file, line, column },
  };
}

function bundleError(cause: unknown, options: BundleOptions): SluiceError {
  const errors =
    typeof cause === "object" && cause !== null && "errors" in cause && Array.isArray(cause.errors)
      ? cause.errors
      : null;
  if (errors === null) throw cause;
  // A failed build lists its messages.
  const { text, details } = messageText(errors[0] as Message | undefined, options.cwd);
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  return sluiceError(options.invalid, `${text}${more}`, {
    hint: "Correct the file; nothing was written.",
    details,
    cause,
  });
}

async function built(
  files: readonly string[],
  options: BundleOptions,
  extra: BuildOptions,
  plugins: readonly Plugin[],
): Promise<BuildResult<{ write: false }>> {
  const { build } = await import("esbuild");
  const imports = files.map((file, index) => `import * as m${index} from ${JSON.stringify(file)};`);
  try {
    return await build({
      stdin: {
        contents: `${imports.join("\n")}\n$namespaces.push(${files.map((_, index) => `m${index}`).join(", ")});`,
        resolveDir: options.cwd,
        loader: "js",
        sourcefile: "sluice",
      },
      absWorkingDir: options.cwd,
      bundle: true,
      write: false,
      format: "esm",
      platform: "node",
      target: "node20",
      charset: "utf8",
      logLevel: "silent",
      loader: { ".css": "empty", ".sql": "text" },
      plugins: [packagesPlugin(options.offered, options.require), ...plugins],
      ...extra,
    });
  } catch (cause) {
    throw bundleError(cause, options);
  }
}

/**
 * Bundles files.
 *
 * @throws the given code where a file has a syntax error, or imports what is not there, with its place.
 */
export async function bundled(files: readonly string[], options: BundleOptions): Promise<Bundle> {
  const plain = await built(files, options, {}, []);
  const text = plain.outputFiles[0]?.text ?? "";
  const plugins = OWN_PLACE.test(text) ? [placesPlugin] : [];
  const placed = plugins.length === 0 ? text : ((await built(files, options, {}, plugins)).outputFiles[0]?.text ?? "");
  return {
    text: placed,
    map: async () => {
      const { outputFiles } = await built(files, options, { sourcemap: "external", outfile: "sluice.js" }, plugins);
      return outputFiles.find(({ path }) => path.endsWith(".map"))?.text ?? "{}";
    },
  };
}
