/** `upgrade --all`: many tenants, each with its own ledger. */

import { readFileSync, writeFileSync } from "node:fs";
import {
  databaseFrom,
  sluiceError,
  upgradeFleet,
  type FleetEvent,
  type FleetResult,
  type Tenant,
  type TenantResult,
  type Tenants,
} from "@sluice/runner";
import { bold, dim, green, red, yellow } from "../colours.ts";
import type { Answer, Project } from "../context.ts";
import { paragraphs } from "../describe.ts";
import { tell } from "../output.ts";
import { driftText } from "../progress.ts";
import type { MoveOptions } from "./move.ts";

export interface FleetCommandOptions {
  readonly all?: boolean;
  readonly tenants?: string;
  readonly tenantsQuery?: string;
  readonly concurrency?: string;
  readonly canary?: string;
  readonly wave?: readonly string[];
  readonly maxFailures?: string;
  readonly report?: string;
  readonly retryFailed?: string;
  readonly json?: boolean;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A tenant of a file or a row: a name, and a database, a schema of the project's database, or both. */
function tenantOf(value: unknown, project: Project, where: string): Tenant {
  const record = isRecord(value) ? value : {};
  const { name, database, schema } = record;
  const given = typeof name === "string" ? name : schema;
  if (typeof given !== "string" || (typeof database !== "string" && typeof schema !== "string")) {
    throw sluiceError("USAGE", `${where}: a tenant is { name, database } or { name, schema }`, {
      hint: 'For example { "name": "acme", "schema": "acme" }; a query gives columns of these names.',
    });
  }
  return {
    name: given,
    database: typeof database === "string" ? database : project.database,
    ...(typeof schema === "string" ? { schema } : {}),
  };
}

function fromFile(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw sluiceError("USAGE", `${path} can't be read as JSON`, { hint: "Check the path and its text.", cause });
  }
}

async function fromQuery(query: string, project: Project): Promise<readonly Tenant[]> {
  const database = databaseFrom(project.database);
  try {
    const connection = await database.connect();
    const rows = await connection.query(query);
    await connection.release();
    return rows.map((row) => tenantOf(row, project, "--tenants-query"));
  } finally {
    await database.close();
  }
}

async function tenantsOf(options: FleetCommandOptions, project: Project): Promise<Tenants> {
  if (options.tenantsQuery !== undefined) return fromQuery(options.tenantsQuery, project);
  const path = options.tenants;
  if (path !== undefined) {
    const list = fromFile(path);
    if (!Array.isArray(list))
      throw sluiceError("USAGE", `${path} holds no list`, { hint: "Write [{ name, database }]." });
    return list.map((each) => tenantOf(each, project, path));
  }
  if (project.tenants !== undefined) return project.tenants;
  throw sluiceError("USAGE", "nobody says which tenants there are", {
    hint: "Set tenants in the configuration, or say --tenants <file.json> or --tenants-query <sql>.",
  });
}

/** Tenants of a report that failed or were not begun. */
function failedOf(path: string): readonly string[] {
  const report = fromFile(path);
  const list = isRecord(report) && Array.isArray(report["tenants"]) ? report["tenants"] : null;
  if (list === null)
    throw sluiceError("USAGE", `${path} is no report of upgrade --all`, { hint: "Name a file that --report wrote." });
  return list
    .filter(isRecord)
    .flatMap(({ tenant, state }) =>
      typeof tenant === "string" && (state === "failed" || state === "skipped") ? [tenant] : [],
    );
}

function numberOf(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw sluiceError("USAGE", `${option} ${text} is no number`, { hint: "Write a whole number." });
}

function lineOf({ tenant, state, revisions, error }: TenantResult): string {
  switch (state) {
    case "upgraded":
      return `${green("↑")} ${bold(tenant)} ${revisions.length} applied`;
    case "unchanged":
      return `${dim("=")} ${tenant}`;
    case "skipped":
      return `${yellow("–")} ${tenant} not begun`;
    case "failed":
      return `${red("✗")} ${bold(tenant)} ${error?.code ?? ""} ${error?.message ?? ""}`;
  }
}

function progress(event: FleetEvent): void {
  if (event.type === "wave") tell(dim(`wave ${event.number} of ${event.of}: ${event.tenants} tenants`));
  else if (event.type === "tenant-end") {
    tell(`${dim(`${event.done}/${event.of}`)} ${lineOf(event.result)}`);
    if (event.result.drift.length > 0) tell(yellow(driftText(event.result.drift)));
  }
}

function summaryOf({ upgraded, unchanged, failed, skipped }: FleetResult): string {
  return [
    green(`${upgraded} upgraded`),
    dim(`${unchanged} unchanged`),
    failed > 0 ? red(`${failed} failed`) : "0 failed",
    skipped > 0 ? yellow(`${skipped} not begun`) : "0 not begun",
  ].join(", ");
}

export async function upgradeAll(
  targets: readonly string[],
  options: FleetCommandOptions & MoveOptions,
  project: Project,
): Promise<Answer> {
  if (options.sql === true || options.idempotent === true) {
    throw sluiceError("USAGE", "--all goes to databases, and --sql asks none", {
      hint: "Print the SQL without --all: it is the same for every tenant; --idempotent serves those at different revisions.",
    });
  }
  const { migrations, recursive, ledger } = project;
  const [concurrency, canary, maxFailures] = (["concurrency", "canary", "maxFailures"] as const).map((key) =>
    numberOf(`--${key}`, options[key]),
  );
  const result = await upgradeFleet({
    migrations,
    recursive,
    ledger,
    tenants: await tenantsOf(options, project),
    target: targets.length === 0 ? "head" : targets,
    waves: (options.wave ?? []).map((text) => numberOf("--wave", text) ?? 0),
    allowEdited: options.allowEdited === true,
    ...(options.transaction === undefined ? {} : { transaction: options.transaction }),
    ...(options.drift === undefined ? {} : { drift: options.drift }),
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(canary === undefined ? {} : { canary }),
    ...(maxFailures === undefined ? {} : { maxFailures }),
    only: options.retryFailed === undefined ? undefined : failedOf(options.retryFailed),
    ...(options.json === true ? {} : { onTenant: progress }),
  });
  if (options.report !== undefined) writeFileSync(options.report, `${JSON.stringify(result, null, 2)}\n`);
  const failures = result.tenants.filter(({ state }) => state === "failed").map(lineOf);
  return {
    json: result,
    text: paragraphs(failures.join("\n"), summaryOf(result)),
    isYes: result.failed + result.skipped === 0,
  };
}
