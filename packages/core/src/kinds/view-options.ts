/** Options of views and storage parameters of materialized views: what is the same, and what is to be set and reset. */

import { told } from "./place.ts";
import type { Parameters } from "./storage-parameters.ts";

/** Spellings of booleans that PostgreSQL keeps as they were written. */
const WORDS: Readonly<Record<string, string>> = { on: "true", yes: "true", off: "false", no: "false" };

/** What an option means: options that are off by default and set to off are not there. */
function meaningOf(options: Parameters, offByDefault: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(options).flatMap(([name, said]) => {
      const meaning = WORDS[said.toLowerCase()] ?? said.toLowerCase();
      return meaning === "false" && offByDefault.includes(name) ? [] : [[name, meaning] as const];
    }),
  );
}

/** Options that are off where nothing is said of them. */
export const OFF_BY_DEFAULT = ["security_barrier", "security_invoker"] as const;

export interface OptionsChange {
  readonly set: Parameters;
  readonly reset: readonly string[];
}

/** What leads from one to the other. */
export function optionsChange(from: Parameters, to: Parameters): OptionsChange {
  const [was, is] = [meaningOf(from, OFF_BY_DEFAULT), meaningOf(to, OFF_BY_DEFAULT)];
  return {
    set: Object.fromEntries(Object.entries(to).filter(([name]) => is.has(name) && is.get(name) !== was.get(name))),
    reset: Object.keys(from).filter((name) => was.has(name) && !is.has(name)),
  };
}

export function sameOptions(from: Parameters, to: Parameters): boolean {
  const { set, reset } = optionsChange(from, to);
  return Object.keys(set).length === 0 && reset.length === 0;
}

function value(text: string): string | number | boolean {
  if (text === "true" || text === "false") return text === "true";
  return text !== "" && String(Number(text)) === text ? Number(text) : text;
}

/** Options as operations have them. */
export function written(options: Parameters): Readonly<Record<string, string | number | boolean>> {
  return Object.fromEntries(Object.entries(options).map(([name, text]) => [name, value(text)]));
}

/** The `with` key, left out where there is no option. */
export function withOptions(options: Parameters): { readonly with?: ReturnType<typeof written> } {
  return told({ with: Object.keys(options).length === 0 ? undefined : written(options) });
}
