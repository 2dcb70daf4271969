/**
 * first_visits
 *
 * Revision ID: 5a1c0000000b
 * Revises: 5a1c0000000a
 * Create Date: 2026-01-12T09:00:00.000Z
 */
import { sql, type Operations } from "@sluice/runner";

export const revision = "5a1c0000000b";
export const downRevision = "5a1c0000000a";
export const branchLabels = null;
export const dependsOn = null;

export function upgrade(op: Operations): void {
  op.execute(sql`INSERT INTO visits SELECT FROM generate_series(1, 1000)`);
  // Long enough for a replica to be killed in it.
  op.execute(sql`SELECT pg_sleep(1)`);
}

export function downgrade(op: Operations): void {
  op.execute(sql`DELETE FROM visits`);
}
