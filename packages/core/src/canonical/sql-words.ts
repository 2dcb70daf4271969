/** SQL taken apart into words, so that a name can be replaced without touching texts and comments. Nothing is understood. */

const WORD =
  /[eE]'(?:[^'\\]|''|\\.)*'|'(?:[^']|'')*'|\$([\p{L}_][\p{L}\p{N}_]*)?\$[\s\S]*?\$\1\$|--[^\n]*|"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*|[\s\S]/gu;

/** The name that a word is; null where it is none. */
function nameOf(word: string | undefined): string | null {
  if (word === undefined) return null;
  if (word.startsWith('"') && word.length > 1) return word.slice(1, -1).replaceAll('""', '"');
  return /^[\p{L}_]/u.test(word) && !word.includes("'") ? word.toLowerCase() : null;
}

/**
 * Replaces qualified names: `app.fees`, and `app.fees.amount` in its first two parts.
 *
 * @param replacement what stands for a schema and a name; null: they stay.
 */
export function withReplacedNames(text: string, replacement: (schema: string, name: string) => string | null): string {
  const words = text.match(WORD) ?? [];
  const result: string[] = [];
  for (let place = 0; place < words.length; place += 1) {
    const [schema, name] = [nameOf(words[place]), nameOf(words[place + 2])];
    const isStart = words[place - 1] !== "." && words[place + 1] === ".";
    const stands = isStart && schema !== null && name !== null ? replacement(schema, name) : null;
    result.push(stands ?? words[place] ?? "");
    if (stands !== null) place += 2;
  }
  return result.join("");
}
