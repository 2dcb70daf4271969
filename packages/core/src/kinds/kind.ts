/** What a kind must say of itself. Whatever is the same for all kinds lives outside this folder. */

import type { Operation, SqlText } from "@sluice/runner";
import type { Catalog } from "../catalog/catalog.ts";
import type { CatalogObject, ObjectId } from "../catalog/object.ts";
import type { ModelSource } from "../model/model-source.ts";

// ---------------------------------------------------------------- live

export interface ServerInfo {
  /** As `server_version_num`: 150018 is 15.18. */
  readonly version: number;
}

/**
 * Reads a kind from the database with one set-based query, run with an empty search path, so that everything prints
 * qualified.
 */
export interface LiveReader<O extends CatalogObject> {
  /**
   * A SELECT whose rows hold JSON-safe values. It may use `$1::text[]`, the declared schemas, and the two relations
   * that introspect/ puts before it: `scope_namespace(oid, nspname)` (the declared schemas) and
   * `scope_relation(oid, nspname, relname, relkind, …)` (their tables, without extensions' objects, partition
   * children and the ledger).
   */
  query(server: ServerInfo): string;
  /** One row (parsed from JSON) as an object. */
  object(row: unknown): O;
}

// ---------------------------------------------------------------- model

/** Reads a kind from what drizzle gives. Pure: values in, objects out. Types and expressions stay as the model has them. */
export type ModelReader<O extends CatalogObject> = (source: ModelSource) => readonly O[];

// ---------------------------------------------------------------- changes

export interface PlanContext {
  readonly from: Catalog;
  readonly to: Catalog;
  readonly server: ServerInfo;
  /** Operations leave `schema` out for this one. */
  readonly defaultSchema: string;
  /** How a value of one type becomes one of another, as the server's casts say. */
  cast(from: string, to: string): "assignment" | "explicit" | "none";
  /** What the user said a column's values become, where they did. */
  using(column: ObjectId): SqlText | undefined;
}

/**
 * What an attribute's difference leads to.
 * - operations: changed in place
 * - `replace`: the object is dropped and created
 * - `remake`: operations before and after every dependent is settled on the new one (an enum that loses a value)
 */
export type Remedy =
  | readonly Operation[]
  | "replace"
  | { readonly before: readonly Operation[]; readonly after: readonly Operation[] };

export interface Rule<O extends CatalogObject, V> {
  /** Whether two values are the same; deep equality where left out. */
  readonly same?: (from: V, to: V) => boolean;
  /** `keep`: never a change of its own. */
  readonly remedy: "keep" | "replace" | ((from: O, to: O, context: PlanContext) => Remedy);
  /** True where what depends on the object may not survive the change: brittle dependents are dropped and put back. */
  readonly unsettles?: (from: O, to: O, context: PlanContext) => boolean;
  /** The model can't say it: the live value is kept, and where it is worth a word, these are the words. */
  readonly unspoken?: (live: V) => string | null;
}

export interface Changes<O extends CatalogObject> {
  /** The operations that make it, without what children fold in. */
  create(object: O, context: PlanContext): readonly Operation[];
  drop(object: O, context: PlanContext): readonly Operation[];
  readonly rename?: (from: O, to: O, context: PlanContext) => readonly Operation[];
  readonly attributes: { readonly [A in keyof O["attributes"]]-?: Rule<O, O["attributes"][A]> };
  /** Operations of this kind that may become part of the parent's create operation; null: stays its own. */
  readonly fold?: (into: Operation, operation: Operation) => Operation | null;
  /** Puts an object on a remade dependency in place (a column on the new enum). */
  readonly resettle?: (from: O, to: O, context: PlanContext) => readonly Operation[];
  /** True: must be dropped while something it depends on is unsettled. */
  readonly brittle?: (object: O) => boolean;
  /** May be created after, or dropped before, its parent's own statement: what breaks a circle (a foreign key). */
  readonly isDetachable?: boolean;
  /** Names taken while it exists, e.g. `relation public.fees`: a drop comes before the create that takes the name. */
  readonly claims?: (object: O) => readonly string[];
  /** What it is, its own name apart: pairs an unnamed model object with a live one, and finds renames. */
  readonly structure?: (object: O) => string;
  /** The SQL type that the object's expressions are stored as (a default's column), else null. */
  readonly expressionType?: (object: O, catalog: Catalog) => string | null;
  /**
   * False where the model can't declare the kind at all (comments): live objects stay for as long as their parent
   * does, and come back with it.
   */
  readonly isDeclarable?: boolean;
}

// ---------------------------------------------------------------- kind

export interface Kind<O extends CatalogObject> {
  /** Orders creates that nothing else orders. */
  readonly rank: number;
  readonly live: LiveReader<O>;
  readonly model: ModelReader<O>;
  readonly changes: Changes<O>;
}
