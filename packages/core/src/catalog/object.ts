/** One thing in a catalog, as plain data. */

/** Tells one object of a catalog from every other: its kind and its quoted path, e.g. `column public.fees.amount`. */
export type ObjectId = string;

export interface CatalogObject<K extends string = string, A extends object = object> {
  readonly kind: K;
  readonly id: ObjectId;
  /** `[schema]`, `[schema, name]` or `[schema, table, name]`. */
  readonly path: readonly string[];
  /** The object whose drop takes this one along. */
  readonly parent: ObjectId | null;
  /** What must exist for this to exist, the parent apart; ids of the same catalog, or of nothing in it (then ignored). */
  readonly dependsOn: readonly ObjectId[];
  /** What this is created after and dropped before where both happen, though it could exist without. */
  readonly comesAfter?: readonly ObjectId[];
  /** False where the model leaves the name to the tool: then structure, not the name, says which live object it is. */
  readonly isNamed: boolean;
  readonly attributes: A;
  /** In a model: PostgreSQL may have merged it into another, so that its absence is no difference. */
  readonly isOptional?: boolean;
  /** In a model: what it, or a part of it, says that it was called. */
  readonly formerPaths?: readonly FormerPath[];
}

/** Where a model's object, or a part of one, was before. */
export interface FormerPath {
  readonly kind: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/** What the model can't say: `undefined` in a model, always given in a live catalog. */
export type Unspoken<T> = T | undefined;

const PLAIN = /^[a-z_][a-z0-9_]*$/;

function partText(part: string): string {
  return PLAIN.test(part) ? part : `"${part.replaceAll('"', '""')}"`;
}

/** A path for people and for ids: parts are quoted where they would be ambiguous. */
export function pathText(path: readonly string[]): string {
  let text = "";
  for (const part of path) text += text === "" ? partText(part) : `.${partText(part)}`;
  return text;
}

/** The id of an object. @example objectId("column", ["public", "fees", "amount"]) // "column public.fees.amount" */
export function objectId(kind: string, path: readonly string[]): ObjectId {
  return `${kind} ${pathText(path)}`;
}
