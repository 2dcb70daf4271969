/** Prints figures beside what they are to be. */

import type { Figures } from "./measure.ts";

export interface Goal {
  readonly what: string;
  readonly found: number;
  readonly most: number;
  readonly unit: "×" | "s" | "MB" | "ms";
}

const goals: Goal[] = [];

export function heading(text: string): void {
  console.log(`\n== ${text}`);
}

export function show(figures: readonly Figures[], beside?: Figures): void {
  for (const { name, seconds, megabytes } of figures) {
    const ratio =
      beside === undefined || beside.name === name ? "" : `  ${(seconds / beside.seconds).toFixed(2)} × ${beside.name}`;
    const memory = megabytes === null ? "" : `  ${megabytes.toFixed(0)} MB`;
    console.log(`${name.padEnd(44)} ${seconds.toFixed(3).padStart(8)} s${memory.padStart(9)}${ratio}`);
  }
}

export function note(text: string): void {
  console.log(`  ${text}`);
}

export function goal(what: string, found: number, most: number, unit: Goal["unit"]): void {
  goals.push({ what, found, most, unit });
}

/** The goals, met or not; the number that is not. */
export function summary(): number {
  heading("goals");
  for (const { what, found, most, unit } of goals) {
    const isMet = found <= most;
    console.log(`${isMet ? "met    " : "NOT MET"} ${what}: ${found.toFixed(2)} ${unit} (at most ${most} ${unit})`);
  }
  return goals.filter(({ found, most }) => found > most).length;
}
