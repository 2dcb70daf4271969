/** What a foreign key may rest on. https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK */

import type { CatalogObject, ObjectId } from "../../catalog/object.ts";
import { tableId } from "../ids.ts";
import type { IndexObject } from "../index/object.ts";
import type { PrimaryKeyObject } from "../primary-key/object.ts";
import type { UniqueObject } from "../unique/object.ts";
import type { ForeignKeyObject } from "./object.ts";

/** The columns of which an object lets no two rows have the same; null: of none by themselves. */
function uniqueColumns(object: CatalogObject): readonly string[] | null {
  if (object.kind === "primary-key" || object.kind === "unique") {
    // Objects of these kinds have their attributes.
    return (object as PrimaryKeyObject | UniqueObject).attributes.columns;
  }
  if (object.kind !== "index") return null;
  // Objects of the kind index are indexes.
  const { unique, where, columns } = (object as IndexObject).attributes;
  if (!unique || where !== null) return null;
  const names = columns.flatMap(({ column }) => column ?? []);
  return names.length === columns.length ? names : null;
}

export function referencedTable({ attributes: { references } }: ForeignKeyObject): ObjectId {
  return tableId(references.schema, references.table);
}

/** Whether PostgreSQL may choose an object for a key that is made while it is there. */
export function mayRestOn(key: ForeignKeyObject, other: CatalogObject): boolean {
  if (other.parent !== referencedTable(key)) return false;
  const { references } = key.attributes;
  const columns = uniqueColumns(other);
  return (
    columns !== null &&
    columns.length === references.columns.length &&
    columns.every((column) => references.columns.includes(column))
  );
}
