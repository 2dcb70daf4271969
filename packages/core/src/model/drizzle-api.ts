/** The user's own drizzle-orm: what is used of it, and how it is found. */

import { createRequire } from "node:module";
import { join } from "node:path";
import { sluiceError } from "@sluice/runner";
import type * as Orm from "drizzle-orm";
import type * as PgCore from "drizzle-orm/pg-core";

/** `casing` of a drizzle config; 1.0 has it in the model itself. */
export type Casing = "snake_case" | "camelCase";

interface CasingCache {
  getColumnCasing(column: PgCore.PgColumn): string;
}

export interface DrizzleApi {
  readonly orm: Pick<
    typeof Orm,
    "is" | "sql" | "SQL" | "Param" | "Table" | "View" | "Column" | "Subquery" | "Name" | "StringChunk" | "getTableName"
  >;
  readonly pg: typeof PgCore;
  /** 0.x only: names of columns that the model leaves to `casing`. */
  readonly CasingCache: (new (casing?: Casing) => CasingCache) | null;
  /** 0.x wraps an array's column and names constraints its own way; 1.0 has neither. */
  readonly isZero: boolean;
}

/**
 * Loads the drizzle-orm that a project's models are made with.
 *
 * @param root the project's folder.
 * @param importer a model file: the drizzle-orm that it finds is the one.
 * @throws DRIZZLE_NOT_FOUND where the project has none.
 */
export function loadDrizzle(root: string, importer?: string): DrizzleApi {
  const require = createRequire(importer ?? join(root, "package.json"));
  const load = (name: string): unknown => {
    try {
      return require(name);
    } catch (cause) {
      throw sluiceError("DRIZZLE_NOT_FOUND", `${root} has no drizzle-orm to read the models with`, {
        hint: "Install drizzle-orm (0.45 or 1.0) in the project.",
        cause,
      });
    }
  };
  // The packages' own types; what differs between 0.45 and 1.0 is asked for before it is used.
  const orm = load("drizzle-orm") as typeof Orm;
  const pg = load("drizzle-orm/pg-core") as typeof PgCore;
  const isZero = "PgArray" in pg;
  const casing = isZero
    ? (load("drizzle-orm/casing") as { readonly CasingCache: new (casing?: Casing) => CasingCache })
    : null;
  return { orm, pg, CasingCache: casing?.CasingCache ?? null, isZero };
}
