/** A revision as a TypeScript file. ts-morph is loaded here, and only when something is rendered. */

import { isSqlText, type Operation } from "@sluice/runner";
import { LINE_END, argumentSource, literalSource } from "./literals.ts";

export interface RevisionDocument {
  readonly revision: string;
  readonly downRevisions: readonly string[];
  readonly branchLabels: readonly string[];
  readonly dependsOn: readonly string[];
  /** Ids that it was squashed from. */
  readonly replaces?: readonly string[];
  readonly message: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly upgrade: readonly Operation[];
  readonly downgrade: readonly Operation[];
  /** What the downgrade can't bring back, one sentence each: said above it. */
  readonly losses: readonly string[];
  /** Why there is no downgrade: running it fails with these words. */
  readonly noWayBack?: string;
  readonly renderItem?: RenderItem | undefined;
}

/**
 * Writes one operation its own way: source of a statement; null leaves it out of the file; undefined, Sluice writes it.
 *
 * @param imports import declarations that the source needs, to be added to.
 * @example const renderItem: RenderItem = (operation) => (operation.op === "setComment" ? null : undefined)
 */
export type RenderItem = (
  operation: Operation,
  context: { readonly imports: Set<string> },
) => string | null | undefined;

function bodyOf(operations: readonly Operation[], renderItem: RenderItem | undefined, imports: Set<string>): string[] {
  return operations.flatMap((operation) => {
    const own = renderItem?.(operation, { imports });
    return own === null ? [] : [own ?? call(operation)];
  });
}

/** Zero: null, one: itself, several: a list. */
function oneOrMore(values: readonly string[]): string {
  if (values.length === 0) return "null";
  return JSON.stringify(values.length === 1 ? values[0] : values).replaceAll(",", ", ");
}

function listSource(values: readonly string[]): string {
  return `[${values.map((value) => JSON.stringify(value)).join(", ")}]`;
}

function commentText(text: string): string {
  return text.replaceAll("*/", "*\u200b/").replaceAll(LINE_END, "").replace(/\r\n?/g, "\n");
}

/** Nothing in a line comment may end the line: names may hold what does. */
function lineComment(text: string): string {
  return text.replace(/[\r\n\u2028\u2029]+/g, " ").replaceAll(LINE_END, "");
}

function headComment(document: RevisionDocument): string {
  const lines = [
    ...commentText(document.message).split("\n"),
    "",
    `Revision ID: ${document.revision}`,
    `Revises: ${document.downRevisions.join(", ")}`.trimEnd(),
    `Create Date: ${document.createdAt}`,
  ];
  return `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join("\n")}\n */`;
}

function call(operation: Operation): string {
  if (operation.op === "run") return "op.run(async () => {});";
  if (operation.op === "irreversible") return `op.irreversible(${literalSource(operation.reason, 0, 0)});`;
  if (operation.op === "execute") {
    const { op: _op, sql, ...options } = operation;
    const rest = Object.values(options).some((held) => held !== undefined) ? `, ${literalSource(options, 0, 0)}` : "";
    return `op.execute(${literalSource({ sql }, 2, 13)}${rest});`;
  }
  const { op, ...argument } = operation;
  return `op.${op}(${argumentSource(argument, 0, op.length + 8)});`;
}

/** Whether some operation holds SQL, at any depth, so that the tag is imported and not in vain. */
function usesSql(value: unknown): boolean {
  if (isSqlText(value)) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(usesSql);
}

/** What a person is to write, in a revision without operations. */
const RECIPES = [
  '// SQL: op.execute(sql`update fees set status = ${"paid"} where …`);',
  '// Rows to add: op.bulkInsert({ table: "fees", rows: [{ id: 1, status: "due" }] });',
  '// Many rows, in batches that commit: op.backfill({ table: "fees", set: sql`…`, where: sql`…`, batch: 1000, pause: 50 });',
  "// Rows to look at: op.run(async ({ sql }) => { const rows = await sql`select …`; });",
  '// What no transaction may hold: op.execute(sql`vacuum fees`, { transaction: "alone" });',
];

/**
 * Renders a revision. The same document gives the same bytes.
 *
 * @param isRecipe an empty revision for a person to fill in: it says how.
 */
export async function renderRevision(document: RevisionDocument, isRecipe = false): Promise<string> {
  const { IndentationText, NewLineKind, Project, QuoteKind, VariableDeclarationKind } = await import("ts-morph");
  const project = new Project({
    useInMemoryFileSystem: true,
    manipulationSettings: {
      indentationText: IndentationText.TwoSpaces,
      newLineKind: NewLineKind.LineFeed,
      quoteKind: QuoteKind.Double,
    },
  });
  const imports = new Set<string>();
  const upgrade = bodyOf(document.upgrade, document.renderItem, imports);
  const downgrade = bodyOf(document.downgrade, document.renderItem, imports);
  const file = project.createSourceFile("revision.ts", "");
  file.addImportDeclaration({
    moduleSpecifier: "@sluice/runner",
    namedImports: [
      ...([...document.upgrade, ...document.downgrade].some((each) => each.op === "execute" || usesSql(each)) ||
      (document.renderItem !== undefined && [...upgrade, ...downgrade].some((text) => text.includes("sql`"))) ||
      isRecipe
        ? ["sql"]
        : []),
      { name: "Operations", isTypeOnly: true },
    ],
  });
  file.addStatements([...imports]);
  const constants = [
    ["revision", JSON.stringify(document.revision)],
    ["downRevision", oneOrMore(document.downRevisions)],
    ["branchLabels", oneOrMore(document.branchLabels)],
    ["dependsOn", oneOrMore(document.dependsOn)],
    ...(document.replaces === undefined ? [] : [["replaces", listSource(document.replaces)] as const]),
  ] as const;
  for (const [name, initializer] of constants) {
    file.addVariableStatement({
      isExported: true,
      declarationKind: VariableDeclarationKind.Const,
      declarations: [{ name, initializer }],
    });
  }
  const losses = document.losses.map((loss) => `// Not restored: ${lineComment(loss)}`);
  for (const [name, body] of [
    ["upgrade", upgrade],
    ["downgrade", [...losses, ...downgrade, ...noWayBack(document)]],
  ] as const) {
    const isEmpty = body.every((line) => line.startsWith("//"));
    file.addFunction({
      isExported: true,
      name,
      parameters: [{ name: isEmpty && !isRecipe ? "_op" : "op", type: "Operations" }],
      returnType: "void",
      statements: [...body, ...(isEmpty && isRecipe ? recipe(name) : [])],
    });
  }
  const text = file.getFullText().replace(/^import \{(.*?)\} from/, "import {$1} from");
  return `${headComment(document)}\n${text.trim()}\n`.replaceAll(LINE_END, "\n");
}

function noWayBack({ noWayBack: why }: RevisionDocument): readonly string[] {
  return why === undefined ? [] : [call({ op: "irreversible", reason: why })];
}

function recipe(name: "upgrade" | "downgrade"): readonly string[] {
  return name === "upgrade" ? [...RECIPES, "void [op, sql];"] : ["// The same, back.", "void op;"];
}
