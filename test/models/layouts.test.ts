/** Model files as projects lay them out: each is loaded as it stands, with nothing built first. */

import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { check } from "@sluice/core";
import { testDatabase } from "@sluice/test-kit";
import { ROOT } from "../support/sources.ts";

const PG = `import { integer, pgTable, text } from "drizzle-orm/pg-core";\n`;
const table = (name: string): string =>
  `export const ${name} = pgTable("${name}", { id: integer("id").primaryKey() });\n`;

interface Layout {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  /** Links by what they lead to, as a package manager lays workspace packages out. */
  readonly links?: Readonly<Record<string, string>>;
  readonly schema: string | readonly string[];
  readonly tables: readonly string[];
}

const LAYOUTS: readonly Layout[] = [
  {
    name: "a folder stands for the files in it, not for those in its folders, and not for those that are no models",
    files: {
      "db/a.ts": PG + table("a"),
      "db/b.mts": PG + table("b"),
      "db/c.cts": PG + table("c"),
      "db/d.js": PG + table("d"),
      "db/e.mjs": PG + table("e"),
      "db/f.cjs": `const { integer, pgTable } = require("drizzle-orm/pg-core");\nexports.f = pgTable("f", { id: integer("id").primaryKey() });\n`,
      "db/deeper/g.ts": "throw new Error('not asked for');\n",
      "db/types.d.ts": "export type Never = never;\n",
      "db/readme.md": "# no model\n",
    },
    schema: "db",
    tables: ["a", "b", "c", "d", "e", "f"],
  },
  {
    name: "globs, one of which leaves files out",
    files: {
      "src/a/a.schema.ts": PG + table("a"),
      "src/b/b.schema.ts": PG + table("b"),
      "src/b/b.test.ts": "throw 1;",
    },
    schema: ["src/**/*.schema.ts"],
    tables: ["a", "b"],
  },
  {
    name: "the aliases of a tsconfig.json with comments that extends another one",
    files: {
      "base.json": `{ "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["./src/*"], "~shared": ["./src/shared/index.ts"] } } }`,
      "tsconfig.json": `{ // ours\n "extends": "./base.json", "compilerOptions": { "strict": true, }, }`,
      "src/shared/index.ts": `${PG}export const stamps = { at: text("at") };\n`,
      "src/users.ts": `${PG}import { stamps } from "~shared";\nexport const users = pgTable("users", { id: integer("id").primaryKey(), ...stamps });\n`,
      "src/posts.ts": `${PG}import { users } from "@/users";\nexport const posts = pgTable("posts", { id: integer("id").primaryKey(), by: integer("by").references(() => users.id) });\nexport { users };\n`,
    },
    schema: "src/posts.ts",
    tables: ["posts", "users"],
  },
  {
    name: "the subpath imports of a package.json",
    files: {
      "package.json": `{ "type": "module", "imports": { "#db/*": "./src/*.ts" } }`,
      "src/users.ts": PG + table("users"),
      "src/all.ts": `export * from "#db/users";\n`,
    },
    schema: "src/all.ts",
    tables: ["users"],
  },
  {
    name: ".js specifiers that mean .ts files, and files that import each other in a circle",
    files: {
      "a.ts": `${PG}import { b } from "./b.js";\nexport const a = pgTable("a", { id: integer("id").primaryKey(), b: integer("b").references((): any => b.id) });\n`,
      "b.ts": `${PG}import { a } from "./a.js";\nexport const b = pgTable("b", { id: integer("id").primaryKey(), a: integer("a").references((): any => a.id) });\n`,
      "index.ts": `export * from "./a.js";\nexport * from "./b.js";\n`,
    },
    schema: "index.ts",
    tables: ["a", "b"],
  },
  {
    name: "a namespace, a default export and a record that a file exports",
    files: {
      "a.ts": PG + table("a"),
      "index.ts": `${PG}export * as all from "./a.js";\nexport default pgTable("b", { id: integer("id") });\n`,
      "again.ts": `export { a } from "./a.js";\n`,
    },
    schema: ["index.ts", "again.ts"],
    tables: ["a", "b"],
  },
  {
    name: "a top-level await, a place of its own, JSON, a file of SQL, a style sheet and Next.js's marker of servers",
    files: {
      "package.json": `{ "type": "module" }`,
      "names.json": `{ "second": "second" }`,
      "body.sql": "select 1 as id",
      "style.css": "a {}",
      "schema.ts": `import "server-only";
import "./style.css";
import { readFileSync } from "node:fs";
import { sql } from "drizzle-orm";
import { pgView } from "drizzle-orm/pg-core";
${PG}import names from "./names.json" with { type: "json" };
import body from "./body.sql";
const text_ = await Promise.resolve(readFileSync(new URL("names.json", import.meta.url), "utf8"));
export const first = pgTable("first_" + JSON.parse(text_).second, { id: integer("id") });
export const second = pgTable(names.second, { id: integer("id") });
export const seen = pgView("seen", { id: integer("id") }).as(sql.raw(body));
`,
    },
    schema: "schema.ts",
    tables: ["first_second", "second"],
  },
  {
    name: "what TypeScript alone has: enums, namespaces, satisfies, decorators, parameter properties",
    files: {
      "schema.ts": `${PG}enum Name { Users = "users" }
const logged = (value: any, _context?: any): any => value;
@logged class Holder { constructor(public readonly id = integer("id").primaryKey()) {} }
namespace Columns { export const note = text("note"); }
export const users = pgTable(Name.Users, { ...new Holder(), note: Columns.note } satisfies object);
export type User = typeof users.$inferSelect;
`,
    },
    schema: "schema.ts",
    tables: ["users"],
  },
  {
    name: "CommonJS in TypeScript, with __dirname",
    files: {
      "package.json": `{ "name": "old" }`,
      "schema.ts": `import path = require("node:path");
const { integer, pgTable } = require("drizzle-orm/pg-core");
export const users = pgTable(path.basename(path.join(__dirname, "users")), { id: integer("id").primaryKey() });
`,
    },
    schema: "schema.ts",
    tables: ["users"],
  },
  {
    name: "a package of the same workspace, whose sources are TypeScript",
    files: {
      "apps/api/schema.ts": `export * from "@acme/db/schema";\n`,
      "packages/db/package.json": `{ "name": "@acme/db", "type": "module", "exports": { "./schema": "./src/schema.ts" } }`,
      "packages/db/src/schema.ts": `${PG}import { name } from "./name";\nexport const users = pgTable(name, { id: integer("id").primaryKey() });\n`,
      "packages/db/src/name.ts": `export const name = "users" as const;\n`,
    },
    links: { "apps/api/node_modules/@acme/db": "packages/db" },
    schema: "apps/api/schema.ts",
    tables: ["users"],
  },
];

function laidOut({ files, links = {} }: Layout): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "sluice-layout-"));
  const placed = (path: string): string => {
    const full = join(folder, path);
    mkdirSync(dirname(full), { recursive: true });
    return full;
  };
  for (const [path, text] of Object.entries(files)) writeFileSync(placed(path), text);
  for (const [path, target] of Object.entries(links)) symlinkSync(join(folder, target), placed(path), "dir");
  symlinkSync(join(ROOT, "node_modules/drizzle-orm"), placed("node_modules/drizzle-orm"), "dir");
  return folder;
}

test.each(LAYOUTS)("$name", async (layout) => {
  const root = laidOut(layout);
  const database = await testDatabase();
  try {
    const { operations } = await check({
      database: database.url,
      root,
      schema: layout.schema,
      migrations: "migrations",
    });
    const made = operations.flatMap((operation) => (operation.op === "createTable" ? [operation.name] : []));
    expect(made.toSorted()).toEqual(layout.tables);
  } finally {
    await database.drop();
  }
});
