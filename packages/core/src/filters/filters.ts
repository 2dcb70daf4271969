/** What a project's configuration has Sluice look at, in drizzle-kit's words. What is filtered out is touched on neither side. */

import { filterTest, globTest, isName, type NameTest } from "./globs.ts";

/** Roles that are managed: all, or those that are included, without those that are excluded or the provider's own. */
export type RoleFilter =
  | boolean
  | {
      readonly include?: readonly string[];
      readonly exclude?: readonly string[];
      readonly provider?: "neon" | "supabase";
    };

export interface FilterOptions {
  /** The schemas to look at, by name. Default: those that the filter lets through, else those that the models speak of. */
  readonly schemas?: readonly string[] | undefined;
  /** Patterns of schemas. */
  readonly schemaFilter?: string | readonly string[] | undefined;
  /** Patterns of tables and views, by name or as `schema.name`. */
  readonly tablesFilter?: string | readonly string[] | undefined;
  /** Extensions whose own tables are left alone, whoever made them. */
  readonly extensionsFilters?: readonly "postgis"[] | undefined;
  /** What is managed besides what is in schemas. Roles are the whole cluster's: without this none is made or dropped. */
  readonly entities?: { readonly roles?: RoleFilter } | undefined;
  /** Patterns of tables to leave alone. */
  readonly exclude?: readonly string[] | undefined;
}

export interface Filters {
  readonly schema: NameTest;
  readonly relation: (schema: string, name: string) => boolean;
  readonly role: NameTest;
  /** The schemas to look at, or whose are held against the patterns: what only says what to leave out lets in no stranger's. */
  readonly schemas: readonly string[] | "of the models" | "of the database";
}

/** https://postgis.net/docs/using_postgis_dbmanagement.html#spatial_ref_sys */
const EXTENSION_TABLES: Readonly<Record<string, readonly string[]>> = {
  postgis: ["geography_columns", "geometry_columns", "spatial_ref_sys", "raster_columns", "raster_overviews"],
};

const PROVIDER_ROLES: Readonly<Record<string, readonly string[]>> = {
  neon: ["authenticated", "anonymous"],
  supabase: [
    "anon",
    "authenticator",
    "authenticated",
    "service_role",
    "supabase_auth_admin",
    "supabase_storage_admin",
    "supabase_realtime_admin",
    "supabase_replication_admin",
    "supabase_read_only_user",
    "dashboard_user",
    "supabase_admin",
    "pgbouncer",
  ],
};

function roleTest(filter: RoleFilter | undefined): NameTest {
  if (filter === undefined || typeof filter === "boolean") return () => filter === true;
  const { include = [], exclude = [], provider } = filter;
  const wanted = new Set(include);
  const unwanted = new Set([...exclude, ...(provider === undefined ? [] : (PROVIDER_ROLES[provider] ?? []))]);
  return (name) => (wanted.size === 0 || wanted.has(name)) && !unwanted.has(name);
}

/** What options let through. @example filtersOf({ tablesFilter: ["app_*", "!app_old_*"] }).relation("public", "app_fees") // true */
export function filtersOf(options: FilterOptions): Filters {
  const patterns = [options.schemaFilter ?? []].flat();
  const isListed = options.schemas === undefined ? null : new Set(options.schemas);
  const isIn = filterTest(patterns);
  const wanted = patterns.filter((pattern) => !pattern.startsWith("!"));
  const ofExtensions = (options.extensionsFilters ?? []).flatMap((name) => EXTENSION_TABLES[name] ?? []);
  const unwanted = [...(options.exclude ?? []), ...ofExtensions].map(globTest);
  const tables = [options.tablesFilter ?? []].flat();
  const isInTables = filterTest(tables);
  return {
    schema: (name) => (isListed === null || isListed.has(name)) && isIn(name),
    relation: (schema, name) => {
      const path = `${schema}.${name}`;
      return isInTables(name, path) && !unwanted.some((test) => test(name) || test(path));
    },
    role: roleTest(options.entities?.roles),
    schemas:
      options.schemas ?? (wanted.length === 0 ? "of the models" : wanted.every(isName) ? wanted : "of the database"),
  };
}
