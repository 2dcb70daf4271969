/** What every command is given: where it runs, what it was told, and where its output goes. */

import type { FilterOptions, Hooks } from "@sluice/core";
import type { DatabaseInput, LedgerOptions, Tenants } from "@sluice/runner";

export interface GlobalOptions {
  readonly json?: boolean;
  readonly config?: string;
  readonly database?: string;
  /** `key=value`, for a configuration that is a function. */
  readonly arg?: readonly string[];
}

/** What the configuration says of a project, with the command line's word put over it. */
export interface Project extends FilterOptions, Hooks {
  readonly root: string;
  readonly database: DatabaseInput;
  readonly migrations: readonly string[];
  readonly recursive: boolean | undefined;
  readonly ledger: LedgerOptions;
  readonly schema: string | readonly string[];
  readonly casing: "snake_case" | "camelCase" | undefined;
  readonly fileName: string | undefined;
  readonly proof: boolean | undefined;
  readonly locks: "brief" | "plain" | undefined;
  readonly scratch: string | undefined;
  readonly tenants: Tenants | undefined;
  /** Keeps what servers said of expressions. */
  readonly answers: string | undefined;
}

/** A command's answer: what JSON says, what people read, and whether the answer is yes. */
export interface Answer {
  readonly json: unknown;
  readonly text: string;
  /** False: exit code 1. Default: true. */
  readonly isYes?: boolean;
}
