/** Keeps what docs/architecture.md says. It knows no exceptions: what it asks is derived from the registries and the tree. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { ERROR_CODES, operations } from "@sluice/runner";
import ts from "typescript";
import { kinds } from "../packages/core/src/kinds/index.ts";
import {
  ROOT,
  expectedPaths,
  nodesOf,
  otherSourcePaths,
  packageSources,
  textOf,
  type Import,
  type Source,
} from "./support/sources.ts";

const ALL = packageSources();
/** What is published: no tests. */
const PUBLISHED = ALL.filter((source) => !source.isTest && source.package !== "test-kit");
const OPERATIONS = Object.keys(operations);
const GOLDEN = expectedPaths();
const GENERIC = ["diff", "plan", "render", "introspect"];

function of(name: string): readonly Source[] {
  return PUBLISHED.filter((source) => source.package === name);
}

/** `path: what` for each thing that breaks a rule; a rule that holds gives none. */
function findings<T>(
  sources: readonly Source[],
  list: (source: Source) => readonly T[],
  breaks: (item: T, source: Source) => string | null,
): readonly string[] {
  return sources.flatMap((source) =>
    list(source).flatMap((item) => {
      const what = breaks(item, source);
      return what === null ? [] : [`${source.path}: ${what}`];
    }),
  );
}

const importsOf = (source: Source): readonly Import[] => source.imports;

function stringsOf(source: Source): readonly string[] {
  return [...nodesOf(source.tree)].flatMap((node) => (ts.isStringLiteralLike(node) ? [node.text] : []));
}

function namesOf(source: Source): readonly string[] {
  return [...nodesOf(source.tree)].flatMap((node) => (ts.isIdentifier(node) ? [node.text] : []));
}

describe("arrows", () => {
  const ALLOWED = new Map<string, readonly string[]>([
    ["runner", []],
    ["core", ["@sluice/runner"]],
    ["cli", ["@sluice/core", "@sluice/runner"]],
    ["test-kit", []],
  ]);

  test("every package has its place, and cli → core → runner is the only way", () => {
    expect([...new Set(ALL.map((source) => source.package))].toSorted()).toEqual([...ALLOWED.keys()].toSorted());
    const sources = ALL.filter((source) => !source.isTest);
    expect(
      findings(sources, importsOf, ({ specifier }, source) =>
        specifier.startsWith("@sluice/") && ALLOWED.get(source.package)?.includes(specifier) !== true
          ? specifier
          : null,
      ),
    ).toEqual([]);
  });

  test("relative imports stay in their package, name a file that is there, and end in .ts", () => {
    expect(
      findings(ALL, importsOf, ({ specifier, path }, source) => {
        if (path === null) return null;
        const isInside = path.startsWith(`packages/${source.package}/`) || (source.isTest && path.startsWith("test/"));
        return isInside && path.endsWith(".ts") && existsSync(join(ROOT, path)) ? null : specifier;
      }),
    ).toEqual([]);
  });

  test("the runner's import graph holds what production needs and nothing else", () => {
    const byPath = new Map(of("runner").map((source) => [source.path, source]));
    const reached = new Set<string>();
    const packages = new Set<string>();
    const visit = (path: string): void => {
      const source = byPath.get(path);
      if (source === undefined || reached.has(path)) return;
      reached.add(path);
      for (const each of source.imports.filter(({ isTypeOnly }) => !isTypeOnly)) {
        if (each.path !== null) visit(each.path);
        else if (!each.specifier.startsWith("node:")) packages.add(each.specifier);
      }
    };
    visit("packages/runner/src/index.ts");
    expect(reached.size).toBeGreaterThan(30);
    // The file is the package's own.
    const { dependencies, peerDependencies } = JSON.parse(textOf("packages/runner/package.json")) as {
      readonly dependencies: object;
      readonly peerDependencies: object;
    };
    expect(Object.keys(dependencies).toSorted()).toEqual(["postgres", "sucrase"]);
    const declared = [...Object.keys(dependencies), ...Object.keys(peerDependencies)];
    expect([...packages].filter((name) => !declared.includes(name))).toEqual([]);
    expect(declared.filter((name) => /^(ts-morph|typescript|drizzle-orm|drizzle-kit|esbuild)$/.test(name))).toEqual([]);
  });

  test("drivers are loaded when a database is of theirs", () => {
    expect(
      findings(of("runner"), importsOf, ({ specifier, isLazy, isTypeOnly }) =>
        ["postgres", "@electric-sql/pglite"].includes(specifier) && !isLazy && !isTypeOnly ? specifier : null,
      ),
    ).toEqual([]);
  });

  test("ts-morph is in render/ alone, and lazily; drizzle-kit and typescript are nowhere", () => {
    expect(
      findings(PUBLISHED, importsOf, ({ specifier, isLazy, isTypeOnly }, source) => {
        if (specifier === "ts-morph" && (isLazy || isTypeOnly) && source.place.startsWith("render/")) return null;
        return /^(ts-morph|drizzle-kit|typescript)(\/|$)/.test(specifier) ? specifier : null;
      }),
    ).toEqual([]);
  });

  test("drizzle-orm is the project's own: it is only ever a type here", () => {
    expect(
      findings(PUBLISHED, importsOf, ({ specifier, isTypeOnly }) =>
        /^drizzle-orm(\/|$)/.test(specifier) && !isTypeOnly ? specifier : null,
      ),
    ).toEqual([]);
  });

  test("values are known by their shape: those of another realm or copy are no instances of ours", () => {
    const GLOBALS = ["Error", "Date", "Promise", "Array", "Object", "Map", "Set", "RegExp", "Uint8Array", "Buffer"];
    expect(
      findings(
        PUBLISHED,
        (source) => [...nodesOf(source.tree)],
        (node) =>
          ts.isBinaryExpression(node) &&
          node.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword &&
          [...GLOBALS, "SluiceError"].includes(node.right.getText())
            ? node.getText()
            : null,
      ),
    ).toEqual([]);
  });

  test("process and console are the command line's", () => {
    expect(
      findings(
        PUBLISHED.filter((source) => source.package !== "cli"),
        namesOf,
        (name) => (["process", "console"].includes(name) ? name : null),
      ),
    ).toEqual([]);
  });
});

describe("kinds", () => {
  const isGeneric = (source: Source): boolean =>
    source.package === "core" && GENERIC.some((folder) => source.place.startsWith(`${folder}/`));

  test("the generic middle names none", () => {
    const generic = PUBLISHED.filter(isGeneric);
    expect(new Set(generic.map((source) => source.place.split("/")[0]))).toEqual(new Set(GENERIC));
    expect(findings(generic, stringsOf, (text) => (Object.hasOwn(kinds, text) ? JSON.stringify(text) : null))).toEqual(
      [],
    );
  });

  test("only kinds/index.ts lists them: nobody else reaches into a kind's folder from outside", () => {
    const outside = of("core").filter((source) => !source.place.startsWith("kinds/"));
    expect(
      findings(outside, importsOf, ({ path }) => (path !== null && /\/kinds\/[^/]+\//.test(path) ? path : null)),
    ).toEqual([]);
    const most = Object.keys(kinds).length / 2;
    const lists = of("core").filter(
      (source) => new Set(source.imports.map(({ path }) => /\/kinds\/([^/]+)\//.exec(path ?? "")?.[1])).size > most,
    );
    expect(lists.map(({ place }) => place)).toEqual(["kinds/index.ts"]);
  });

  test.each(Object.keys(kinds))("%s has a folder of its own and golden folders", (kind) => {
    for (const file of ["object", "catalog", "drizzle", "changes"]) {
      expect(existsSync(join(ROOT, `packages/core/src/kinds/${kind}/${file}.ts`))).toBe(true);
    }
    expect(GOLDEN.filter((path) => path.startsWith(`test/fixtures/${kind}/`))).not.toEqual([]);
  });
});

describe("operations", () => {
  const expected = GOLDEN.map(textOf).join("\n");
  /** What the planner asks for stands as `op: "…"` in core. */
  const planned = new Set(
    of("core").flatMap((source) =>
      [...nodesOf(source.tree)].flatMap((node) =>
        ts.isPropertyAssignment(node) && node.name.getText() === "op"
          ? [...nodesOf(node.initializer)].flatMap((each) => (ts.isStringLiteralLike(each) ? [each.text] : []))
          : [],
      ),
    ),
  );
  const written = [...otherSourcePaths(), ...ALL.filter((source) => source.isTest).map((source) => source.path)]
    .map(textOf)
    .join("\n");

  test("the planner asks for none that there is not", () => {
    expect([...planned].filter((name) => !OPERATIONS.includes(name))).toEqual([]);
    expect(planned.size).toBeGreaterThan(30);
  });

  test("each stands in an expected file, or, where only people write it, is run by a test or an example", () => {
    expect(OPERATIONS.filter((name) => !`${expected}${written}`.includes(`op.${name}(`))).toEqual([]);
  });
});

describe("codes", () => {
  const page = textOf("docs/errors.md");
  const section = (title: string): readonly string[] => {
    const body = page.split(/^## /m).find((part) => part.startsWith(title)) ?? "";
    return [...body.matchAll(/^\| `([A-Z_]+)`/gm)].map(([, code]) => code ?? "");
  };
  const strings = new Set(PUBLISHED.filter(({ path }) => !path.endsWith("errors/codes.ts")).flatMap(stringsOf));

  test("every error code is told of in docs/errors.md, and no other", () => {
    expect(section("Errors").toSorted()).toEqual([...ERROR_CODES].toSorted());
  });

  test("every error code can come out", () => {
    expect(ERROR_CODES.filter((code) => !strings.has(code))).toEqual([]);
  });

  test("every finding is told of, and no other", () => {
    const found = of("core").flatMap((source) =>
      [...nodesOf(source.tree)].flatMap((node) => {
        if (!ts.isObjectLiteralExpression(node)) return [];
        const texts = new Map(
          node.properties.flatMap((property) =>
            ts.isPropertyAssignment(property) ? [[property.name.getText(), property.initializer] as const] : [],
          ),
        );
        const code = texts.get("code");
        return texts.has("severity") && code !== undefined && ts.isStringLiteralLike(code) ? [code.text] : [];
      }),
    );
    expect(section("Findings").toSorted()).toEqual([...new Set(found)].toSorted());
  });

  test("every hazard is told of, and some statement has it", () => {
    const source = of("runner").find(({ place }) => place === "sql/statement.ts");
    const codes = source === undefined ? [] : stringsOf(source).filter((text) => /^[A-Z_]+$/.test(text));
    expect(section("Hazards").toSorted()).toEqual(codes.toSorted());
    const used = new Set(
      of("runner")
        .filter((each) => each !== source)
        .flatMap(stringsOf),
    );
    expect(codes.filter((code) => !used.has(code))).toEqual([]);
  });
});

describe("files", () => {
  const paths = [...ALL.map((source) => source.path), ...otherSourcePaths()];

  test("none is longer than 500 lines", () => {
    expect(paths.filter((path) => textOf(path).split("\n").length > 500)).toEqual([]);
  });

  test("each of the packages begins with what it is for, and exports by name", () => {
    const headless = ALL.filter(({ path, text }) => !path.endsWith(".test.ts") && !text.startsWith("/**"));
    expect(headless.map(({ path }) => path)).toEqual([]);
    const defaults = PUBLISHED.filter(({ tree }) =>
      tree.statements.some(
        (statement) =>
          ts.isExportAssignment(statement) ||
          (ts.canHaveModifiers(statement) &&
            ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) === true),
      ),
    );
    expect(defaults.map(({ path }) => path)).toEqual([]);
  });

  test("index.ts stands at a package's root or is a registry", () => {
    const indexes = ALL.map(({ path }) => path).filter((path) => path.endsWith("/index.ts"));
    expect(indexes.filter((path) => !/^packages\/[^/]+\/src\/(kinds\/)?index\.ts$/.test(path))).toEqual([]);
  });

  test("no test is left out, and nothing is left to do", () => {
    const own = paths.filter((path) => path !== "test/architecture.test.ts");
    const left = /\b(test|it|describe)\.(skip|only|todo|failing)\b|\b(xit|xtest|fdescribe)\(|\b(TODO|FIXME|XXX)\b/;
    expect(own.filter((path) => left.test(textOf(path)))).toEqual([]);
  });
});
