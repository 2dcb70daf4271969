/**
 * One upgrade over many tenants, each with its own ledger: a canary first, then waves, so many at a time. A tenant that fails
 * harms no other; a rule says when to stop beginning new ones.
 */

import type { RunnerEvent } from "../apply/events.ts";
import type { MoveOptions } from "../commands/checks.ts";
import type { RunnerOptions } from "../commands/context.ts";
import type { Drift } from "../drift/difference.ts";
import { messageOf } from "../errors/message-of.ts";
import { isSluiceError } from "../errors/sluice-error.ts";
import { createRunner } from "../runner.ts";
import { placeOf, tenantList, type Tenant, type Tenants } from "./tenant.ts";
import { wavesOf } from "./waves.ts";

export interface FleetOptions extends Omit<RunnerOptions, "database" | "onEvent">, Pick<MoveOptions, "allowEdited"> {
  readonly tenants: Tenants;
  /** Default: `head`. */
  readonly target?: string | readonly string[];
  /** Tenants at a time. Default: 4. */
  readonly concurrency?: number;
  /** Tenants that go first, one at a time: where one of them fails, no other begins. Default: 1. */
  readonly canary?: number;
  /** How many tenants each wave after the canary has; what is left is the last one. Default: one wave. */
  readonly waves?: readonly number[];
  /** Failed tenants after which no other begins; waves are also stopped between. Default: 0, the first one stops. */
  readonly maxFailures?: number;
  /** Names of the tenants to go to: those that failed the last time. Default: all. */
  readonly only?: readonly string[] | undefined;
  readonly onTenant?: (event: FleetEvent) => void;
}

export type FleetEvent =
  | { readonly type: "wave"; readonly number: number; readonly of: number; readonly tenants: number }
  | { readonly type: "tenant-start"; readonly tenant: string }
  | { readonly type: "tenant-end"; readonly result: TenantResult; readonly done: number; readonly of: number };

export interface TenantResult {
  readonly tenant: string;
  /** `skipped`: it was not begun. */
  readonly state: "upgraded" | "unchanged" | "failed" | "skipped";
  /** Ids, in the order in which they were applied. */
  readonly revisions: readonly string[];
  /** What was changed by hand since the last run, where its runner was to tell. */
  readonly drift: readonly Drift[];
  readonly milliseconds: number;
  readonly error: { readonly code: string; readonly message: string; readonly hint: string | null } | null;
}

export interface FleetResult {
  /** In the order of the tenants. */
  readonly tenants: readonly TenantResult[];
  readonly upgraded: number;
  readonly unchanged: number;
  readonly failed: number;
  readonly skipped: number;
}

function errorOf(cause: unknown): NonNullable<TenantResult["error"]> {
  if (isSluiceError(cause)) return { code: cause.code, message: cause.message, hint: cause.hint };
  return { code: "INTERNAL", message: messageOf(cause), hint: null };
}

async function upgradeTenant(tenant: Tenant, options: FleetOptions): Promise<TenantResult> {
  const { tenants: _, target = "head", ledger, allowEdited = false, ...common } = options;
  const drift: Drift[] = [];
  const onEvent = (event: RunnerEvent): void => {
    if (event.type === "drift") drift.push(...event.drift);
  };
  const start = performance.now();
  const ended = (state: TenantResult["state"], rest: Pick<TenantResult, "revisions" | "error">): TenantResult => ({
    tenant: tenant.name,
    state,
    drift,
    ...rest,
    milliseconds: Math.round(performance.now() - start),
  });
  try {
    const runner = createRunner({ ...common, ...placeOf(tenant, ledger), onEvent });
    try {
      const { revisions } = await runner.upgrade(target, { allowEdited });
      return ended(revisions.length === 0 ? "unchanged" : "upgraded", { revisions, error: null });
    } finally {
      await runner.close();
    }
  } catch (cause) {
    return ended("failed", { revisions: [], error: errorOf(cause) });
  }
}

/** Works through a list, so many at a time, until it is empty or told to stop. */
async function inParallel<T>(
  items: readonly T[],
  width: number,
  isStopped: () => boolean,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  const worker = async (): Promise<void> => {
    for (const item of waiting) {
      if (isStopped()) return;
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(width, items.length)) }, worker));
}

/**
 * Upgrades every tenant. What fails is in the result, not thrown.
 *
 * @throws USAGE where two tenants have one name, and what `tenants` throws; never for a tenant that fails.
 * @example
 * const { failed } = await upgradeFleet({ tenants: [{ name: "acme", database: "postgres://…" }], migrations: "./migrations" });
 */
export async function upgradeFleet(options: FleetOptions): Promise<FleetResult> {
  const { concurrency = 4, maxFailures = 0, only, signal, onTenant = (): void => undefined } = options;
  const all = await tenantList(options.tenants);
  const tenants = only === undefined ? all : all.filter(({ name }) => only.includes(name));
  const waves = wavesOf(tenants, options);
  const results = new Map<string, TenantResult>();
  let failures = 0;
  let isCanary = true;
  const isStopped = (): boolean => signal?.aborted === true || failures > maxFailures || (isCanary && failures > 0);
  for (const [position, wave] of waves.entries()) {
    if (isStopped()) break;
    isCanary = wave.isCanary;
    onTenant({ type: "wave", number: position + 1, of: waves.length, tenants: wave.tenants.length });
    await inParallel(wave.tenants, wave.isCanary ? 1 : concurrency, isStopped, async (tenant) => {
      onTenant({ type: "tenant-start", tenant: tenant.name });
      const result = await upgradeTenant(tenant, options);
      results.set(tenant.name, result);
      if (result.state === "failed") failures += 1;
      onTenant({ type: "tenant-end", result, done: results.size, of: tenants.length });
    });
  }
  const list = tenants.map(
    ({ name }): TenantResult =>
      results.get(name) ?? { tenant: name, state: "skipped", revisions: [], drift: [], milliseconds: 0, error: null },
  );
  const count = (state: TenantResult["state"]): number => list.filter((each) => each.state === state).length;
  return {
    tenants: list,
    upgraded: count("upgraded"),
    unchanged: count("unchanged"),
    failed: count("failed"),
    skipped: count("skipped"),
  };
}
