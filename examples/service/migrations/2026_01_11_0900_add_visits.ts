/**
 * add_visits
 *
 * Revision ID: 5a1c0000000a
 * Revises:
 * Create Date: 2026-01-11T09:00:00.000Z
 */
import { sql, type Operations } from "@sluice/runner";

export const revision = "5a1c0000000a";
export const downRevision = null;
export const branchLabels = null;
export const dependsOn = null;

export function upgrade(op: Operations): void {
  op.createTable({
    name: "visits",
    columns: [
      { name: "id", type: "bigint", notNull: true, identity: { generated: "always" } },
      { name: "at", type: "timestamp with time zone", notNull: true, default: sql`now()` },
    ],
    primaryKey: { name: "visits_pkey", columns: ["id"] },
  });
}

export function downgrade(op: Operations): void {
  op.dropTable({ name: "visits" });
}
