/** The hook over names that the database reports, as what the introspection asks. */

/**
 * Asked of each name that the database reports, before what it names is read: false leaves it, and all that is in it, alone.
 *
 * @param kind `schema`, `table`, `column`, `index` …
 * @param parent where it is: `{}` of a schema, `{ schema }` of a table, `{ schema, table }` of what a table holds.
 * @example const includeName: IncludeName = (name, kind) => kind !== "schema" || name.startsWith("app_")
 */
export type IncludeName = (
  name: string,
  kind: string,
  parent: { readonly schema?: string; readonly table?: string },
) => boolean;

export interface Includes {
  readonly includesSchema?: ((schema: string) => boolean) | undefined;
  readonly includesRelation?: ((schema: string, name: string, isView: boolean) => boolean) | undefined;
}

/** Whether a schema, and then a table, is read: what is left out is never asked for. */
export function includesBoth(own: Includes, includeName: IncludeName | undefined): Includes {
  if (includeName === undefined) return own;
  return {
    includesSchema: (schema) => own.includesSchema?.(schema) !== false && includeName(schema, "schema", {}),
    // Views are asked about when they are read, under their own kinds.
    includesRelation: (schema, name, isView) =>
      own.includesRelation?.(schema, name, isView) !== false && (isView || includeName(name, "table", { schema })),
  };
}
