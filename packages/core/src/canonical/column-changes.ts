/** Which columns come, go and change their types between a live catalog and a model: what the server is asked of them. */

import { apart, type Apart } from "../catalog/apart.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { equal } from "../catalog/equal.ts";
import type { Diagnostic } from "../catalog/diagnostic.ts";
import type { CatalogObject, ObjectId } from "../catalog/object.ts";
import {
  addedColumn,
  storedType,
  type ColumnObject,
  type AddedColumn,
  type Retype,
  type Rewrites,
} from "../kinds/stored-columns.ts";
import { askCasts, type Casts } from "./casts.ts";
import { askRewrites } from "./rewrites.ts";
import type { Session } from "./session.ts";

interface Retyped {
  readonly id: ObjectId;
  readonly from: ColumnObject;
  readonly to: ColumnObject;
}

function isColumn(object: CatalogObject): object is ColumnObject {
  return object.kind === "column";
}

/** Which of some columns are made on tables that another catalog has too. */
function added(from: Catalog, columns: readonly ColumnObject[]): readonly ColumnObject[] {
  return columns.filter((column) => {
    // Of one id, hence of one kind.
    const was = from.get(column.id) as ColumnObject | undefined;
    if (column.parent === null || !from.has(column.parent)) return false;
    return was === undefined || !equal(was.attributes.generated, column.attributes.generated);
  });
}

/** A collation that the model can't say is the live one's. */
function withCollation(column: ColumnObject, live: ColumnObject): ColumnObject {
  const { collation = live.attributes.collation } = column.attributes;
  return { ...column, attributes: { ...column.attributes, collation } };
}

function retyped(live: Catalog, columns: readonly ColumnObject[]): readonly Retyped[] {
  return columns.flatMap((column): readonly Retyped[] => {
    // Of one id, hence of one kind.
    const from = live.get(column.id) as ColumnObject | undefined;
    if (from === undefined) return [];
    const { type, collation = from.attributes.collation } = column.attributes;
    // Most are the same at a glance.
    if (type === from.attributes.type && collation === from.attributes.collation) return [];
    const to = withCollation(column, from);
    return equal(storedType(from), storedType(to)) ? [] : [{ id: column.id, from, to }];
  });
}

/** Whether there is something to ask of what is apart. */
export function columnsChange(live: Catalog, model: Catalog, differing: Apart): boolean {
  const [gone, made] = [differing.live.filter(isColumn), differing.model.filter(isColumn)];
  return added(live, made).length > 0 || added(model, gone).length > 0 || retyped(live, made).length > 0;
}

export interface ColumnChanges {
  readonly cast: Casts;
  readonly rewrites: Rewrites;
  readonly diagnostics: readonly Diagnostic[];
}

function ofSession({ id, to }: Retyped): Diagnostic {
  return {
    code: "DEPENDS_ON_SESSION",
    severity: "warning",
    object: id,
    message: `${id}: what its values become as ${to.attributes.type} depends on settings of the session that runs the migration, its TimeZone above all`,
    hint: "Run the migration everywhere with the same settings, or say what is meant with --using.",
  };
}

/** Asks how values of retyped columns become others, and what the server writes again, on the way there and on the way back. */
export async function askColumnChanges(session: Session, live: Catalog, model: Catalog): Promise<ColumnChanges> {
  const differing = apart(live, model);
  const [gone, made] = [differing.live.filter(isColumn), differing.model.filter(isColumn)];
  const changes = retyped(live, made);
  const cast = await askCasts(
    session,
    changes
      .map(({ from, to }) => [from.attributes.type, to.attributes.type] as const)
      .filter(([from, to]) => from !== to),
  );
  const additions = [
    ...added(live, made).map((column) => addedColumn(column, model)),
    ...added(model, gone).map((column) => addedColumn(column, live)),
  ].filter((column): column is AddedColumn => column !== null);
  const retypes = changes
    .flatMap(({ from, to }) => [[from, to] as const, [to, from] as const])
    .map(([from, to]): Retype & { readonly kind: string } => {
      const kind = cast.kind(from.attributes.type, to.attributes.type);
      return { kind, from: storedType(from), to: storedType(to), isCast: kind === "explicit" };
    })
    .filter(({ kind }) => kind !== "none")
    .map(({ from, to, isCast }): Retype => ({ from, to, isCast }));
  return {
    cast,
    rewrites: await askRewrites(session, additions, retypes),
    diagnostics: changes
      .filter(({ from, to }) => cast.isOfSession(from.attributes.type, to.attributes.type))
      .map(ofSession),
  };
}
