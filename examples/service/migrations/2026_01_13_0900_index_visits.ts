/**
 * index_visits
 *
 * Revision ID: 5a1c0000000c
 * Revises: 5a1c0000000b
 * Create Date: 2026-01-13T09:00:00.000Z
 */
import { type Operations } from "@sluice/runner";

export const revision = "5a1c0000000c";
export const downRevision = "5a1c0000000b";
export const branchLabels = null;
export const dependsOn = null;

export function upgrade(op: Operations): void {
  op.createIndex({ name: "ix_visits_at", table: "visits", columns: ["at"], concurrently: true });
}

export function downgrade(op: Operations): void {
  op.dropIndex({ name: "ix_visits_at", table: "visits", concurrently: true });
}
