/** Ids of the kinds that others refer to. */

import { objectId, type ObjectId } from "../catalog/object.ts";

export function schemaId(schema: string): ObjectId {
  return objectId("schema", [schema]);
}
export function tableId(schema: string, table: string): ObjectId {
  return objectId("table", [schema, table]);
}
export function columnId(schema: string, table: string, column: string): ObjectId {
  return objectId("column", [schema, table, column]);
}
export function columnIds(schema: string, table: string, columns: readonly string[]): readonly ObjectId[] {
  return columns.map((column) => columnId(schema, table, column));
}
export function enumId(schema: string, name: string): ObjectId {
  return objectId("enum", [schema, name]);
}
export function policyIds(schema: string, table: string, policies: readonly string[]): readonly ObjectId[] {
  return policies.map((policy) => objectId("policy", [schema, table, policy]));
}
export function roleId(name: string): ObjectId {
  return objectId("role", [name]);
}
export function sequenceId(schema: string, name: string): ObjectId {
  return objectId("sequence", [schema, name]);
}
export function viewId(schema: string, name: string): ObjectId {
  return objectId("view", [schema, name]);
}
export function materializedViewId(schema: string, name: string): ObjectId {
  return objectId("materialized-view", [schema, name]);
}
export function viewColumnId(schema: string, view: string, column: string): ObjectId {
  return objectId("view-column", [schema, view, column]);
}
