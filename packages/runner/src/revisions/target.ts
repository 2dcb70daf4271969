/** What a command is told to go to, taken apart: `head`, `ae10`, `+2`, `label@head`, `base+1`. Pure text, no graph. */

import { sluiceError } from "../errors/sluice-error.ts";

export interface Target {
  readonly text: string;
  /** What stands before `@`: a branch label or a revision id. */
  readonly branch: string | null;
  /** `head`, `heads`, `base`, `current`, an id, a prefix or a label; null for a bare `+N`: relative to what is applied. */
  readonly symbol: string | null;
  /** Revisions up (positive) or down; 0: none. */
  readonly delta: number;
}

const SYNTAX = /^(?:([^@:\s]+)@)?([^@:\s+-]+)?([+-]\d+)?$/;

/**
 * Takes a target apart.
 *
 * @throws INVALID_TARGET where it has no meaning.
 * @example parseTarget("billing@+1") // { branch: "billing", symbol: null, delta: 1, … }
 */
export function parseTarget(text: string): Target {
  const match = SYNTAX.exec(text);
  const [, branch, symbol, delta] = match ?? [];
  if (match === null || (symbol === undefined && delta === undefined)) {
    throw sluiceError("INVALID_TARGET", `${JSON.stringify(text)} is no target`, {
      hint: text.includes(":")
        ? "A range of revisions is for history and for --sql."
        : "Targets are head, heads, base, a revision id or a unique beginning of one, a label, +1, -1, id+1, label@head, label@+1.",
    });
  }
  return { text, branch: branch ?? null, symbol: symbol ?? null, delta: delta === undefined ? 0 : Number(delta) };
}

/** The two ends of `from:to`; an end that is left out is null. */
export function parseRange(text: string): { readonly from: Target | null; readonly to: Target | null } {
  const ends = text.split(":");
  if (ends.length !== 2) {
    throw sluiceError("INVALID_TARGET", `${JSON.stringify(text)} is no range`, {
      hint: "A range is [from]:[to], for example base:head or -3:current.",
    });
  }
  const [from, to] = ends.map((end) => (end === "" ? null : parseTarget(end)));
  return { from: from ?? null, to: to ?? null };
}
