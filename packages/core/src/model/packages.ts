/**
 * What a bundle of the user's files imports and does not hold: packages and Node's own modules. Each becomes a small module
 * of its own with the names that `require` gives, so that a thousand files that import one package share one copy of its
 * names, and a file may await at its top level.
 */

import { readFileSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import type { OnLoadResult, OnResolveArgs, OnResolveResult, Plugin, PluginBuild } from "esbuild";

/** Modules handed to the user's files in place of the packages of those names. */
export type Offered = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const IN_PACKAGES = /[\\/]node_modules[\\/]/;
const PLAIN_NAME = /^[A-Za-z_$][\w$]*$/;
/** It holds nothing: Next.js refuses it in a page's code, where it throws, and lets it pass on a server, where models belong. */
const MARKERS = /^server-only$/;
/** Marks a resolution that this plugin asks for itself. */
const OWN = Symbol("own");

/** Whether `require` can load a file on every Node: 20.18 and test runners can't require ES modules. */
function isCommonJs(path: string): boolean {
  if (/\.(?:cjs|json|node)$/.test(path)) return true;
  if (!path.endsWith(".js")) return false;
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    try {
      const manifest: unknown = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
      return !(typeof manifest === "object" && manifest !== null && "type" in manifest && manifest.type === "module");
    } catch {
      // The manifest is further up.
    }
  }
  return true;
}

/** The file that `require` would load, where it can. */
function requirable(name: string, folder: string): string | null {
  if (isBuiltin(name)) return name;
  try {
    const path = createRequire(join(folder, "_.js")).resolve(name);
    return isCommonJs(path) ? path : null;
  } catch {
    return null;
  }
}

function interopDefault(module: Readonly<Record<string, unknown>>): string {
  return "__esModule" in module && "default" in module ? "m.default" : "m";
}

/** A module with the names of another one. Each name is pure, so that those not imported are left out. */
function reexported(access: string, module: unknown): string {
  const isRecord = (typeof module === "object" && module !== null) || typeof module === "function";
  // Functions and objects have keys.
  const record = (isRecord ? module : {}) as Readonly<Record<string, unknown>>;
  const names = Object.keys(record).filter((name) => name !== "default" && PLAIN_NAME.test(name));
  return [
    `const m = ${access};`,
    `export default ${isRecord ? interopDefault(record) : "m"};`,
    ...names.map(
      (name, index) => `const $${index} = /* @__PURE__ */ (() => m.${name})(); export { $${index} as ${name} };`,
    ),
  ].join("\n");
}

function loaded(path: string, offered: Offered, require: NodeJS.Require): OnLoadResult {
  const known = offered[path];
  if (known !== undefined) return { contents: reexported(`$offered(${JSON.stringify(path)})`, known), loader: "js" };
  const access = `$require(${JSON.stringify(path)})`;
  try {
    return { contents: reexported(access, require(path)), loader: "js" };
  } catch {
    // It throws again where the bundle runs, and there the file that imports it is known.
    return { contents: `module.exports = ${access};`, loader: "js" };
  }
}

async function resolved(build: PluginBuild, args: OnResolveArgs): Promise<OnResolveResult> {
  const found = await build.resolve(args.path, {
    resolveDir: args.resolveDir,
    kind: args.kind,
    importer: args.importer,
    pluginData: OWN,
  });
  if (found.errors.length > 0) return { errors: found.errors };
  // Path aliases and packages of the same workspace are the user's own files.
  if (!found.external && !IN_PACKAGES.test(found.path)) return { path: found.path, sideEffects: found.sideEffects };
  const path = requirable(args.path, args.resolveDir);
  if (path === null) return { path: found.path, sideEffects: found.sideEffects };
  // What is only asked for when a function runs is not loaded before.
  return { path, namespace: args.kind === "import-statement" ? "package" : "package-later" };
}

/**
 * An esbuild plugin that leaves packages outside the bundle.
 *
 * @param offered modules that stand in for packages of their names.
 * @param require loads the others.
 */
export function packagesPlugin(offered: Offered, require: NodeJS.Require): Plugin {
  return {
    name: "packages",
    setup(build) {
      build.onResolve({ filter: MARKERS }, ({ path }) => ({ path, namespace: "marker" }));
      build.onLoad({ filter: /.*/, namespace: "marker" }, () => ({ contents: "" }));
      const known = new Map<string, Promise<OnResolveResult>>();
      // Neither relative nor absolute: a package's name, or an alias of the user's tsconfig.
      build.onResolve({ filter: /^[^./]/ }, (args) => {
        if (args.pluginData === OWN || args.kind === "entry-point" || /^[A-Za-z]:[\\/]/.test(args.path))
          return undefined;
        if (args.path in offered) return { path: args.path, namespace: "package" };
        const key = JSON.stringify([args.kind, args.resolveDir, args.path]);
        const result = known.get(key) ?? resolved(build, args);
        known.set(key, result);
        return result;
      });
      build.onLoad({ filter: /.*/, namespace: "package" }, ({ path }) => loaded(path, offered, require));
      build.onLoad({ filter: /.*/, namespace: "package-later" }, ({ path }) => ({
        contents: `module.exports = $require(${JSON.stringify(path)});`,
        loader: "js",
      }));
    },
  };
}
