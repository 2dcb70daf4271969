/** What a kind must say of itself. Whatever is the same for all kinds lives outside this folder. */

import type { Operation, SqlText } from "@sluice/runner";
import type { Catalog } from "../catalog/catalog.ts";
import type { Diagnostic } from "../catalog/diagnostic.ts";
import type { CatalogObject, ObjectId } from "../catalog/object.ts";
import type { ModelSource } from "../model/model-source.ts";
import type { Rewrites } from "./stored-columns.ts";
import type { LiveFacts } from "./live-facts.ts";

// ---------------------------------------------------------------- live

export interface ServerInfo {
  /** As `server_version_num`: 150018 is 15.18. */
  readonly version: number;
  /** The names of all roles; left out where they were not asked for. */
  readonly roles?: ReadonlySet<string>;
  /** The names of its own types, which hide the same names in other schemas; left out where they were not asked for. */
  readonly types?: ReadonlySet<string>;
}

/** Where live queries look. The arrays are SQL, written out so that PostgreSQL plans for what is really in them. */
export interface LiveScope extends ServerInfo {
  /** The oids of the declared schemas. */
  readonly namespaces: string;
  /** The oids of their tables, without extensions' objects, partition children and ledgers. */
  readonly relations: string;
  /** The oids of their views and materialized views, without extensions' objects. */
  readonly views: string;
  /** The oids of the roles that the configuration has managed. */
  readonly managedRoles: string;
}

/** A query whose result comes back as one JSON array for each field: half the time and bytes of an object for each row. */
export interface LiveQuery<R> {
  /** The SQL of each field; its values must be JSON-safe. */
  readonly fields: { readonly [F in keyof R]-?: string };
  /** What stands after FROM. */
  readonly from: string;
}

/** Rows that only tell other readers something. */
export interface LiveNotes<R> {
  query(scope: LiveScope): LiveQuery<R>;
  register(row: R, facts: LiveFacts): void;
}

/**
 * Reads a kind from the database with one set-based query, run under a search path of pg_catalog alone, so that
 * everything else prints qualified. Rows call tables and columns by number; the facts have their names.
 */
export interface LiveReader<O extends CatalogObject, R = unknown> {
  query(scope: LiveScope): LiveQuery<R>;
  /** A small query more, before this one. */
  readonly notes?: LiveNotes<unknown>;
  /** What other readers need of a row; called for every row before any becomes an object. */
  register?(row: R, facts: LiveFacts): void;
  /** The object of a row; null where it is a part of another (the sequence of an identity). */
  object(row: R, facts: LiveFacts): O | null;
}

/** Takes a reader whose rows are typed: the fields of its query and the type of its rows stand side by side. */
export function liveReader<R, O extends CatalogObject>(
  reader: Omit<LiveReader<O, R>, "notes"> & Pick<LiveReader<O>, "notes">,
): LiveReader<O> {
  return reader;
}

/** Takes notes whose rows are typed. */
export function liveNotes<R>(notes: LiveNotes<R>): LiveNotes<unknown> {
  return notes;
}

// ---------------------------------------------------------------- model

/** Reads a kind from what drizzle gives. Pure: values in, objects out. Types and expressions stay as the model has them. */
export type ModelReader<O extends CatalogObject> = (source: ModelSource) => readonly O[];

/** A reader that others ask too: it reads each model once. */
export function readOnce<O extends CatalogObject>(read: ModelReader<O>): ModelReader<O> {
  const known = new WeakMap<ModelSource, readonly O[]>();
  return (source) => {
    const found = known.get(source) ?? read(source);
    known.set(source, found);
    return found;
  };
}

// ---------------------------------------------------------------- changes

/**
 * - `brief`: what is made on a table that is in use holds no lock for a time that grows with the table, at the price of more
 *   than one transaction
 * - `plain`: one statement each, so that a revision commits as a whole wherever PostgreSQL lets it
 */
export type Locks = "brief" | "plain";

export interface PlanContext {
  readonly locks: Locks;
  readonly from: Catalog;
  readonly to: Catalog;
  readonly server: ServerInfo;
  /** Operations leave `schema` out for this one. */
  readonly defaultSchema: string;
  /** How a value of one type becomes one of another, as the server's casts say. */
  cast(from: string, to: string): "assignment" | "explicit" | "none";
  /** What the server writes again; left out where it was not asked. */
  readonly rewrites?: Rewrites;
  /** What the user said a column's values become, where they did. */
  using(column: ObjectId): SqlText | undefined;
}

/** Operations around everything else that happens to an object. */
export interface Around {
  /** What commits on its own and needs nothing of the rest: it comes first, before anything is taken away. */
  readonly ahead?: readonly Operation[];
  readonly before?: readonly Operation[];
  readonly after?: readonly Operation[];
  /** What only needs the rest: nothing waits for it. */
  readonly behind?: readonly Operation[];
}

/**
 * What an attribute's difference leads to.
 * - operations: changed in place
 * - `replace`: the object is dropped and created
 * - `before` and `after`: operations around everything else that happens to the object, and, where the change unsettles,
 *   around settling its dependents (an enum that loses a value)
 */
export type Remedy = readonly Operation[] | "replace" | Around;

/** A value of which a model says some: the rest is the live one's. */
export interface Partly<V> {
  /** What the model says, with what it can't say taken from the live value: another V. */
  readonly complete: (said: V, live: V) => unknown;
  /** Words for what was taken; null where it is nothing. */
  readonly unspoken: (said: V, live: V) => string | null;
}

export interface Rule<O extends CatalogObject, V> {
  /** Whether two values are the same; deep equality where left out. */
  readonly same?: (from: V, to: V, fromObject: O, toObject: O) => boolean;
  /** `keep`: never a change of its own. */
  readonly remedy: "keep" | "replace" | ((from: O, to: O, context: PlanContext) => Remedy);
  /**
   * True where what depends on the object may not survive the change: brittle dependents are dropped and put back.
   * `slightly`: only those that are very brittle (a view, a policy or a generated column, over a type whose modifier changes).
   */
  readonly unsettles?: (from: O, to: O, context: PlanContext) => boolean | "slightly";
  /** The model says only some of it. */
  readonly partly?: Partly<V>;
  /** The model can't say it: the live value is kept, and where it is worth a word, these are the words. */
  readonly unspoken?: (live: V, model: O) => string | null;
  /** Where the model says none: what is left of the live value, another V, where some of what it names goes; undefined: all of it. */
  readonly left?: (live: V, object: O, model: Catalog) => unknown;
}

/** Names within an object that can be renamed and are no objects of their own: an enum's values. */
export interface Parts<O extends CatalogObject> {
  /** What one is called where renames are decided, e.g. `enum-value`; its path is the object's and its name. */
  readonly kind: string;
  of(object: O): readonly string[];
  /** The object's attributes after a rename. */
  renamed(object: O, from: string, to: string): O["attributes"];
  rename(object: O, from: string, to: string, context: PlanContext): readonly Operation[];
}

/** How an object is made on a table that is in use, without a lock that is held for a time that grows with the table. */
export interface Gradual {
  /** Makes it under the name that is given. */
  readonly build: readonly Operation[];
  /** Reads the rows, in transactions of their own. */
  readonly validate: readonly Operation[];
  /** Gives it its place and its own name, once what it replaces is gone. */
  readonly attach: readonly Operation[];
}

export interface Changes<O extends CatalogObject> {
  /** The operations that make it, without what children fold in. */
  create(object: O, context: PlanContext): readonly Operation[];
  drop(object: O, context: PlanContext): readonly Operation[];
  /**
   * Makes it on a table that is there already and in use; null where PostgreSQL only has the plain way.
   *
   * @param name its own, or one beside what it replaces.
   */
  readonly gradual?: (object: O, name: string, context: PlanContext) => Gradual | null;
  readonly rename?: (from: O, to: O, context: PlanContext) => readonly Operation[];
  /** Whether one may be the other under another name, however little else of them is alike: its rows would stay. */
  readonly mayBeRenamed?: (was: O, is: O) => boolean;
  readonly parts?: Parts<O>;
  /** Renaming one waits for whoever uses it, and holds up whoever comes next. */
  readonly isRelation?: boolean;
  /** The attributes after something that they mention was renamed. */
  readonly follow?: (
    object: O,
    rename: { readonly kind: string; readonly from: readonly string[]; readonly to: readonly string[] },
  ) => O["attributes"];
  readonly attributes: { readonly [A in keyof O["attributes"]]-?: Rule<O, O["attributes"][A]> };
  /** Operations of this kind that may become part of the parent's create operation; null: stays its own. */
  readonly fold?: (into: Operation, operation: Operation) => Operation | null;
  /** Puts an object on a remade dependency in place (a column on the new enum). */
  readonly resettle?: (from: O, to: O, context: PlanContext) => readonly Operation[];
  /** True: must be dropped while something it depends on is unsettled; `very`: even where it is so slightly. */
  readonly brittle?: (object: O) => boolean | "very";
  /** What takes it along when it is dropped, the parent apart: an index goes with a column of its. */
  readonly goesWith?: (object: O) => readonly ObjectId[];
  /** What its table is without once it is gone, in words that follow its name; null: nothing worth one. */
  readonly missed?: (object: O) => string | null;
  /** What it can't be made without, where PostgreSQL chooses it among what another object has: the unique columns that a key refers to. */
  readonly rests?: {
    /** Whose parts PostgreSQL chooses from. */
    readonly within: (object: O) => ObjectId;
    /** Whether it may choose an object, if that is there when this one is made. */
    readonly on: (object: O, other: CatalogObject) => boolean;
    /** Said of an object for which there is none. */
    readonly missing: (object: O) => string;
  };
  /** May be created after, or dropped before, its parent's own statement: what breaks a circle (a foreign key). */
  readonly isDetachable?: boolean;
  /** Names taken while it exists, e.g. `relation public.fees`: a drop comes before the create that takes the name. */
  readonly claims?: (object: O) => readonly string[];
  /** Its name where the model leaves it unnamed and so many others have taken it. Default: with the number after it. */
  readonly numbered?: (object: O, number: number) => string;
  /**
   * The operations that make it out of a dropped object of another kind that holds the name it takes, so that nothing is
   * built again (a unique constraint takes its index over); null: the other is dropped first.
   */
  readonly takeOver?: (object: O, dropped: CatalogObject, context: PlanContext) => readonly Operation[] | null;
  /** What it is, its own name apart: pairs an unnamed model object with a live one, and finds renames. */
  readonly structure?: (object: O) => string;
  /** True: of one structure and another name, it is renamed without asking, though it hangs on nothing (a view has no rows). */
  readonly renamesFreely?: boolean;
  /** The SQL type that the object's expressions are stored as (a default's column), else null. */
  readonly expressionType?: (object: O, catalog: Catalog) => string | null;
  /** True: it is the whole cluster's, not this database's: a scratch database on the same server has it, and must not change it. */
  readonly isOfCluster?: boolean;
  /** True: its expressions may hold sub-selects, and name the columns of its table with the table's name and schema. */
  readonly readsTables?: boolean;
  /**
   * False where the model can't declare the kind at all (comments): live objects stay for as long as their parent and what they
   * depend on do, and come back with it.
   */
  readonly isDeclarable?: boolean;
  /** Words for why this live object stays like that though the model does not have it; null: it goes. */
  readonly keptFor?: (live: O) => string | null;
  /** What is wrong with a live object, for a person to know. */
  readonly finding?: (live: O) => Omit<Diagnostic, "object"> | null;
}

// ---------------------------------------------------------------- kind

export interface Kind<O extends CatalogObject> {
  /** Orders creates that nothing else orders. */
  readonly rank: number;
  readonly live: LiveReader<O>;
  readonly model: ModelReader<O>;
  readonly changes: Changes<O>;
}
