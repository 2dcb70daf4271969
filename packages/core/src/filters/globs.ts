/** Names against patterns, as drizzle-kit's filters have them: `*`, `?`, `{a,b}`, `[ab]`, and `!` before what is left out. */

import picomatch from "picomatch";

export type NameTest = (name: string) => boolean;

// A name is no path: a star stands for any text, dots and slashes included.
const OPTIONS = { dot: true, bash: true, nonegate: true } as const;

const known = new Map<string, NameTest>();

/** Whether a name fits one pattern; a name that is the pattern always does. */
export function globTest(pattern: string): NameTest {
  const test = known.get(pattern);
  if (test !== undefined) return test;
  const matches = picomatch(pattern, OPTIONS);
  const made: NameTest = (name) => name === pattern || matches(name);
  known.set(pattern, made);
  return made;
}

/**
 * Whether one of a name's spellings gets through a filter: it fits one of the patterns, where any says what is let in, and none
 * of those that begin with `!`. An empty filter lets everything through.
 */
export function filterTest(patterns: readonly string[]): (...spellings: readonly string[]) => boolean {
  const wanted = patterns.filter((pattern) => !pattern.startsWith("!")).map(globTest);
  const unwanted = patterns.filter((pattern) => pattern.startsWith("!")).map((pattern) => globTest(pattern.slice(1)));
  return (...spellings) => {
    const fits = (test: NameTest): boolean => spellings.some(test);
    return (wanted.length === 0 || wanted.some(fits)) && !unwanted.some(fits);
  };
}

/** Whether a pattern is one name and nothing else. */
export function isName(pattern: string): boolean {
  return !pattern.startsWith("!") && !picomatch.scan(pattern, OPTIONS).isGlob;
}
