/** What another type or collation of a column leads to. https://www.postgresql.org/docs/current/sql-altertable.html */

import { quoteIdentifier, sluiceError, type Operation } from "@sluice/runner";
import type { CatalogObject } from "../../catalog/object.ts";
import { boundsChange } from "../bounds.ts";
import type { PlanContext, Remedy } from "../kind.ts";
import { inSchema, onColumn, told } from "../place.ts";
import { losesDigits } from "./loss.ts";
import type { ColumnObject } from "./object.ts";
import { columnSettings, lostByRetype } from "../settings.ts";
import { storedType } from "../stored-columns.ts";

function withoutModifier(type: string): string {
  return type.replace(/\([^)]*\)/, "");
}

/** Only the modifier changes: most of what is said of the column stays where it is. */
export function isSlightRetype(from: ColumnObject, to: ColumnObject): boolean {
  return withoutModifier(from.attributes.type) === withoutModifier(to.attributes.type);
}

const INDEXES: ReadonlySet<string> = new Set(["index", "primary-key", "unique"]);

function isComputed(object: CatalogObject): boolean {
  const { where = null, columns = [] } = object.attributes as { readonly where?: unknown; readonly columns?: unknown };
  return (
    where !== null ||
    (Array.isArray(columns) &&
      columns.some(
        (element: unknown) =>
          typeof element === "object" && element !== null && "expression" in element && element.expression !== null,
      ))
  );
}

/**
 * Whether rows are read though they are not written again. Of a predicate or an expression PostgreSQL never knows that they mean
 * the same as before; checks are looked at anew, where they are not put back apart.
 */
function rereads(from: ColumnObject, to: ColumnObject, buildsIndexes: boolean, context: PlanContext): boolean {
  const isSlight = isSlightRetype(from, to);
  return [...context.from.values()].some((object) => {
    if (object.parent !== from.parent || !object.dependsOn.includes(from.id) || !context.to.has(object.id))
      return false;
    if (INDEXES.has(object.kind)) return buildsIndexes || (isSlight && isComputed(object));
    return object.kind === "check" && isSlight;
  });
}

/** What the server said of the change, as the operation says it; nothing where rows are written again, or nobody knows. */
function stored(
  from: ColumnObject,
  to: ColumnObject,
  isCast: boolean,
  context: PlanContext,
): { readonly rewrites?: boolean; readonly rereads?: boolean } {
  const said = context.rewrites?.retyped({ from: storedType(from), to: storedType(to), isCast });
  if (said === undefined || said === "table") return {};
  return { rewrites: false, ...told({ rereads: rereads(from, to, said === "indexes", context) }) };
}

function collationOf({ attributes: { collation } }: ColumnObject): { readonly collation?: { readonly sql: string } } {
  return typeof collation === "string" ? { collation: { sql: collation } } : {};
}

/** @throws CAST_REQUIRED where no cast leads from one type to the other, and nobody said how its values become others. */
export function retyped(from: ColumnObject, to: ColumnObject, context: PlanContext): Remedy {
  const { type, serial } = to.attributes;
  const written = context.using(to.id);
  const cast = written === undefined ? context.cast(from.attributes.type, type) : "assignment";
  if (cast === "none") {
    throw sluiceError("CAST_REQUIRED", `${to.id}: PostgreSQL has no cast from ${from.attributes.type} to ${type}`, {
      hint: `Say how a value becomes one of the new type: --using ${to.path.slice(1).join(".")}="…", or write the migration by hand.`,
      details: { object: to.id, from: from.attributes.type, to: type },
    });
  }
  const isCast = cast === "explicit";
  const using = written ?? (isCast ? { sql: `${quoteIdentifier(to.path[2] ?? "")}::${type}` } : undefined);
  const sequence = serial?.sequence ?? from.attributes.serial?.sequence;
  const retype: Operation = {
    op: "setColumnType",
    ...onColumn(to, context),
    type,
    ...collationOf(to),
    ...(using === undefined ? {} : { using }),
    // What the user wrote is the user's to know.
    ...(written === undefined ? stored(from, to, isCast, context) : {}),
    ...told({ lossy: written === undefined && losesDigits(from.attributes.type, type) }),
  };
  const settings = columnSettings(to, lostByRetype(to.attributes.settings), context);
  if (serial === null || from.attributes.serial === null || sequence === undefined) return [retype, ...settings];
  return [
    retype,
    {
      op: "alterSequence",
      name: sequence,
      ...inSchema(to.path[0] ?? "", context),
      ...told({ type: type === "bigint" ? undefined : type }),
      ...boundsChange({ type: from.attributes.type }, { type }),
      ownedBy: { table: to.path[1] ?? "", column: to.path[2] ?? "" },
    },
  ];
}

export function recollated(from: ColumnObject, to: ColumnObject, context: PlanContext): Remedy {
  // Another type brings its collation along.
  if (from.attributes.type !== to.attributes.type) return [];
  return [
    {
      op: "setColumnType",
      ...onColumn(to, context),
      type: to.attributes.type,
      ...collationOf(to),
      ...stored(from, to, false, context),
    },
    ...columnSettings(to, lostByRetype(to.attributes.settings), context),
  ];
}
