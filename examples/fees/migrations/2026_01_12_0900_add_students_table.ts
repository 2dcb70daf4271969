/**
 * add_students_table
 *
 * Revision ID: 9b3e51c0d2aa
 * Revises:
 * Create Date: 2026-01-12T09:00:00.000Z
 */
import type { Operations } from "@sluice/runner";

export const revision = "9b3e51c0d2aa";
export const downRevision = null;
export const branchLabels = null;
export const dependsOn = null;

export function upgrade(op: Operations): void {
  op.createTable({
    name: "students",
    columns: [
      { name: "id", type: "integer", notNull: true, identity: { generated: "by default" } },
      { name: "name", type: "text", notNull: true },
    ],
    primaryKey: { name: "students_pkey", columns: ["id"] },
  });
}

export function downgrade(op: Operations): void {
  op.dropTable({ name: "students" });
}
