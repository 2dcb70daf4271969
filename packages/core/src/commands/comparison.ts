/** What is compared with what, and what comes of it. */

import type { DatabaseInput, Hazard, LedgerOptions, Operation, SqlText, Statement } from "@sluice/runner";
import type { Catalog } from "../catalog/catalog.ts";
import type { Diagnostic } from "../catalog/diagnostic.ts";
import type { CatalogObject } from "../catalog/object.ts";
import type { Rename, RenameCandidate } from "../diff/renames.ts";
import type { FilterOptions } from "../filters/filters.ts";
import type { CompareType, IncludeObject } from "../filters/hooks.ts";
import type { IncludeName } from "../filters/include-name.ts";
import type { LiveDatabase } from "../introspect/introspect.ts";
import type { Locks, PlanContext } from "../kinds/kind.ts";
import type { Casing } from "../model/drizzle-api.ts";
import type { Model } from "../model/read-model.ts";
import type { ScratchPlace } from "../proof/scratch.ts";

export interface CompareOptions extends FilterOptions {
  readonly database: DatabaseInput;
  /** A module namespace or record of Drizzle exports; or paths, folders and globs of the files that export them. */
  readonly schema: Readonly<Record<string, unknown>> | string | readonly string[];
  /** The folder of the migration files, or several. */
  readonly migrations: string | readonly string[];
  readonly recursive?: boolean | undefined;
  /** The project's folder: paths start there, and drizzle-orm is found from there. Default: the working directory. */
  readonly root?: string;
  readonly casing?: Casing | undefined;
  /** Asked of each name that the database reports, before what it names is read. */
  readonly includeName?: IncludeName | undefined;
  /** Asked of each object once both sides are read. */
  readonly includeObject?: IncludeObject | undefined;
  /** Asked where a column's two types are not the same. */
  readonly compareType?: CompareType | undefined;
  readonly ledger?: LedgerOptions | undefined;
  /**
   * A file that keeps what servers said of expressions, and what was found in sync, so that neither is asked again while all
   * that it rests on is the same. Default: none.
   */
  readonly answers?: string | undefined;
  /** Who is asked of expressions where the server can't be. Default: PGlite, or a temporary database on the same server. */
  readonly scratch?: ScratchPlace | undefined;
  readonly renames?: readonly Rename[];
  /** Take no two objects for one: drop and create. */
  readonly noRenames?: boolean;
  /**
   * How changes of tables in use are written: `brief` (the default) holds no lock for a time that grows with the table, at
   * the price of several transactions; `plain` lets a revision commit as a whole.
   */
  readonly locks?: Locks | undefined;
  /** How a column's values become ones of its next type: `{ "fees.amount": sql`…` }`. */
  readonly using?: Readonly<Record<string, SqlText>>;
  /** The same for the way back. */
  readonly downUsing?: Readonly<Record<string, SqlText>>;
}

export interface Comparison {
  readonly live: LiveDatabase;
  /** What was read, with what the model says exists and leaves to others. */
  readonly found: Catalog;
  /** The schemas that were read. */
  readonly schemas: readonly string[];
  readonly model: Model;
  /** What the database has once the renames are done. */
  readonly renamed: Catalog;
  readonly target: Catalog;
  readonly operations: readonly Operation[];
  /** What leads back; made when asked for. */
  readonly downgrade: () => readonly Operation[];
  readonly statements: readonly Statement[];
  readonly hazards: readonly Hazard[];
  readonly diagnostics: readonly Diagnostic[];
  readonly renameCandidates: readonly RenameCandidate[];
  /** What the models declare and PostgreSQL would refuse to make. */
  readonly unrested: readonly CatalogObject[];
  /** Revisions that the database has not. */
  readonly pending: readonly string[];
  /** Revisions that the database has and no file. */
  readonly unknown: readonly string[];
  /** Names of tables that would be dropped, and how many there are. */
  readonly droppedTables: readonly string[];
  readonly tableCount: number;
  readonly context: Omit<PlanContext, "from" | "to">;
}
