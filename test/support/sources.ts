/** The project's own source files, with what each imports: what the architecture test looks at. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";

export const ROOT = join(__dirname, "../..");

export interface Import {
  readonly specifier: string;
  /** A relative one as the path of its file, seen from the root. */
  readonly path: string | null;
  readonly isTypeOnly: boolean;
  /** `import(…)`: loaded when it is reached. */
  readonly isLazy: boolean;
}

export interface Source {
  /** Seen from the root, with slashes. */
  readonly path: string;
  readonly package: string;
  /** The path inside the package's `src`. */
  readonly place: string;
  readonly text: string;
  readonly isTest: boolean;
  readonly tree: ts.SourceFile;
  readonly imports: readonly Import[];
}

/** Every node of a tree. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node;
  for (const child of node.getChildren()) yield* nodesOf(child);
}

function specifierOf(node: ts.Node): { readonly node: ts.Expression; readonly isTypeOnly: boolean } | null {
  if (ts.isImportDeclaration(node)) {
    const clause = node.importClause;
    const named = clause?.namedBindings;
    const areTypes =
      clause !== undefined &&
      clause.name === undefined &&
      named !== undefined &&
      ts.isNamedImports(named) &&
      named.elements.every((element) => element.isTypeOnly);
    return { node: node.moduleSpecifier, isTypeOnly: clause?.phaseModifier === ts.SyntaxKind.TypeKeyword || areTypes };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined)
    return { node: node.moduleSpecifier, isTypeOnly: node.isTypeOnly };
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal))
    return { node: node.argument.literal, isTypeOnly: true };
  return null;
}

function importsOf(tree: ts.SourceFile, path: string): readonly Import[] {
  const resolved = (specifier: string): string | null =>
    specifier.startsWith(".") ? join(dirname(path), specifier).replaceAll("\\", "/") : null;
  return [...nodesOf(tree)].flatMap((node): readonly Import[] => {
    const found = specifierOf(node);
    if (found !== null && ts.isStringLiteral(found.node)) {
      const specifier = found.node.text;
      return [{ specifier, path: resolved(specifier), isTypeOnly: found.isTypeOnly, isLazy: false }];
    }
    const [argument] = ts.isCallExpression(node) ? node.arguments : [];
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword && argument !== undefined) {
      const specifier = ts.isStringLiteral(argument) ? argument.text : "(computed)";
      return [{ specifier, path: resolved(specifier), isTypeOnly: false, isLazy: true }];
    }
    return [];
  });
}

function filesUnder(folder: string, ending: RegExp): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && ending.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).replaceAll("\\", "/"));
}

function sourceOf(path: string): Source {
  const text = readFileSync(join(ROOT, path), "utf8");
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);
  const [, name = "", , ...place] = path.split("/");
  return {
    path,
    package: name,
    place: place.join("/"),
    text,
    isTest: path.endsWith(".test.ts") || path.endsWith("/testing.ts"),
    tree,
    imports: importsOf(tree, path),
  };
}

/** Every TypeScript file of the packages, tests among them. */
export function packageSources(): readonly Source[] {
  return readdirSync(join(ROOT, "packages")).flatMap((name) =>
    filesUnder(join(ROOT, "packages", name, "src"), /\.ts$/).map(sourceOf),
  );
}

/** Paths of what is written by hand for tests and examples: no golden folder, nothing that is installed or built. */
export function otherSourcePaths(): readonly string[] {
  return ["test", "examples"]
    .filter((folder) => existsSync(join(ROOT, folder)))
    .flatMap((folder) => filesUnder(join(ROOT, folder), /\.(m|c)?[jt]s$/))
    .filter((path) => !/^test\/fixtures\/|\/(node_modules|dist|\.sluice)\//.test(path));
}

/** Paths of the migrations that golden folders expect. */
export function expectedPaths(): readonly string[] {
  return filesUnder(join(ROOT, "test/fixtures"), /^expected(\.\w+)?\.ts$/);
}

export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}
