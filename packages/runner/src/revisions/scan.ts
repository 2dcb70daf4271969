/**
 * Reads the constants at the top level of a migration file without running it: `export const x = <literal>`, or
 * `exports.x = <literal>` and lists of exported names in a compiled one. Knows comments, strings, templates and regular expressions, so that nothing
 * inside a function is taken for metadata.
 */

export type Constant = string | null | readonly string[];

export interface ScannedFile {
  readonly constants: ReadonlyMap<string, Constant>;
  /** The text of the first block comment, without its stars. */
  readonly comment: string;
  /** Names of exported functions and constants. */
  readonly exported: ReadonlySet<string>;
}

const WORD = /[A-Za-z_$][\w$]*/y;
const BLANK = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
const LITERAL = /null\b|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'/y;

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", v: "\v", "0": "\0" };

function unquoted(text: string): string {
  return text
    .slice(1, -1)
    .replace(
      /\\(u\{([0-9a-f]+)\}|u([0-9a-f]{4})|x([0-9a-f]{2})|\r?\n|[\s\S])/gi,
      (_, whole: string, ...codes: (string | undefined)[]) => {
        const code = codes.slice(0, 3).find((each) => each !== undefined);
        if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
        return whole.includes("\n") ? "" : (ESCAPES[whole] ?? whole);
      },
    );
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? "";
}

/** Where a constant's literal stands in a file. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

interface Literal extends Place {
  readonly value: Constant;
}

/** The literal at a place, or undefined where something else stands there. */
function literalAt(text: string, from: number): Literal | undefined {
  const start = from + matchAt(BLANK, text, from).length;
  const plain = matchAt(LITERAL, text, start);
  if (plain !== "") return { value: plain === "null" ? null : unquoted(plain), start, end: start + plain.length };
  if (text[start] !== "[") return undefined;
  const items: string[] = [];
  for (let at = start + 1; ;) {
    at += matchAt(BLANK, text, at).length;
    if (text[at] === "]") return { value: items, start, end: at + 1 };
    const element = matchAt(LITERAL, text, at);
    if (element === "" || element === "null") return undefined;
    items.push(unquoted(element));
    at += element.length;
    at += matchAt(BLANK, text, at).length;
    if (text[at] === ",") at += 1;
    else if (text[at] !== "]") return undefined;
  }
}

/** Past a string, template, comment or regular expression that starts at `at`; or `at` where none does. */
function skipped(text: string, at: number, before: string): number {
  const two = text.slice(at, at + 2);
  const end = (found: number, length: number): number => (found < 0 ? text.length : found + length);
  if (two === "//") return end(text.indexOf("\n", at), 1);
  if (two === "/*") return end(text.indexOf("*/", at + 2), 2);
  const quote = text[at];
  if (quote === '"' || quote === "'" || quote === "`") {
    let place = at + 1;
    while (place < text.length && text[place] !== quote) {
      if (text[place] === "\\") place += 1;
      else if (quote === "`" && text.startsWith("${", place)) {
        place = closingBrace(text, place + 2);
        continue;
      }
      place += 1;
    }
    return place + 1;
  }
  // A slash after an operator or an opening bracket starts a regular expression; after a value it divides.
  if (quote === "/" && (before === "" || "(,=:[!&|?{};+-*%<>~^".includes(before))) {
    let place = at + 1;
    for (
      let inClass = false;
      place < text.length && text[place] !== "\n" && (inClass || text[place] !== "/");
      place += 1
    ) {
      if (text[place] === "\\") place += 1;
      else if (text[place] === "[") inClass = true;
      else if (text[place] === "]") inClass = false;
    }
    return place + 1;
  }
  return at;
}

/** Past the brace that closes what opened before `at`. */
function closingBrace(text: string, start: number): number {
  let depth = 1;
  let before = "{";
  for (let at = start; at < text.length;) {
    const next = skipped(text, at, before);
    if (next > at) {
      before = "x";
      at = next;
      continue;
    }
    const character = text[at] ?? "";
    if (character === "{") depth += 1;
    if (character === "}") depth -= 1;
    at += 1;
    if (depth === 0) return at;
    if (!/\s/.test(character)) before = character;
  }
  return text.length;
}

const DECLARATION = /(?:export\s+)?(?:const|let|var|async\s+function|function)\s+([A-Za-z_$][\w$]*)/y;
/** `export { revision, up as upgrade }`, and `module.exports = { revision, upgrade: up }`, as bundlers write them. */
const EXPORTED_NAMES = /(?:export|(?:module\.)?exports\s*=)\s*\{([^{}]*)\}/y;
/** What makes a literal the beginning of a longer expression. */
const GOES_ON = /[+\-*%<>=?|&.[(`]/;
const COMPILED = /(?:module\.)?exports\.([A-Za-z_$][\w$]*)\s*=(?!=)/y;
const INITIALISER = /\s*(?::[^=]*)?=(?!=)/y;

function commentText(body: string): string {
  return body.replace(/^[ \t]*\*[ \t]?/gm, "").trim();
}

const HEAD = /\/\*\*([\s\S]*?)\*\/\s*(?:import\s[^;]*;\s*)?/y;
const CONSTANT = /export const (\w+) = (null|"[^"\\\n]*"|\[[^\]\\]*\]);\s*/y;

/**
 * The same for a file as Sluice writes it, whose constants stand between its comment and `upgrade`: the functions are not read.
 * Null where a file looks otherwise.
 */
function scannedHead(text: string): ScannedFile | null {
  HEAD.lastIndex = 0;
  const head = HEAD.exec(text);
  if (head === null) return null;
  const constants = new Map<string, Constant>();
  let at = HEAD.lastIndex;
  for (;;) {
    CONSTANT.lastIndex = at;
    const constant = CONSTANT.exec(text);
    if (constant === null) break;
    const [whole, name = "", source = ""] = constant;
    const literal = literalAt(source, 0);
    if (literal === undefined) return null;
    constants.set(name, literal.value);
    at += whole.length;
  }
  const isWhole = text.startsWith("export function upgrade(", at) && text.includes("\nexport function downgrade(", at);
  if (!isWhole || !constants.has("revision") || !constants.has("downRevision")) return null;
  return {
    constants,
    comment: commentText(head[1] ?? ""),
    exported: new Set([...constants.keys(), "upgrade", "downgrade"]),
  };
}

/** Scans a file's text. */
export function scanFile(text: string): ScannedFile {
  return scannedHead(text) ?? scannedWhole(text);
}

/** Where the constants' literals stand. */
export function constantPlaces(text: string): ReadonlyMap<string, Place> {
  return scannedWhole(text).places;
}

const DECLARING: ReadonlySet<string> = new Set(["export", "const", "let", "var", "function", "async"]);

/** A literal that is all of its expression. */
function wholeLiteralAt(text: string, from: number): Literal | undefined {
  const literal = literalAt(text, from);
  if (literal === undefined) return undefined;
  const after = literal.end + matchAt(BLANK, text, literal.end).length;
  return GOES_ON.test(text[after] ?? "") ? undefined : literal;
}

/** The names of a list of exports, each with that of the declaration it stands for. */
function listedNames(list: string): readonly (readonly [exported: string, declared: string])[] {
  return list.split(",").flatMap((item) => {
    const [, first = "", word, second = first] = /^\s*([\w$]+)(?:\s*(\bas\b|:)\s*([\w$]+))?\s*$/.exec(item) ?? [];
    if (first === "") return [];
    return [word === "as" ? ([second, first] as const) : ([first, second] as const)];
  });
}

function scannedWhole(text: string): ScannedFile & { readonly places: ReadonlyMap<string, Place> } {
  const literals = new Map<string, Literal>();
  const declaredAs = new Map<string, string>();
  let before = "";
  for (let at = 0; at < text.length;) {
    const next = skipped(text, at, before);
    if (next > at) {
      if (!text.startsWith("/", at)) before = "x";
      at = next;
      continue;
    }
    const character = text[at] ?? "";
    if (character === "{" || character === "(") {
      // What stands in braces or parentheses is no top-level declaration.
      at = character === "{" ? closingBrace(text, at + 1) : at + 1;
      before = character === "{" ? "}" : "(";
      continue;
    }
    const word = matchAt(WORD, text, at);
    if (word === "") {
      if (!/\s/.test(character)) before = character;
      at += 1;
      continue;
    }
    const isExports = word === "exports" || word === "module";
    const list = isExports || word === "export" ? matchAt(EXPORTED_NAMES, text, at) : "";
    if (list !== "") {
      for (const [name, declared] of listedNames(list.slice(list.indexOf("{") + 1, -1))) declaredAs.set(name, declared);
      before = "}";
      at += list.length;
      continue;
    }
    const declared = DECLARING.has(word) ? matchAt(DECLARATION, text, at) : "";
    const compiled = isExports ? matchAt(COMPILED, text, at) : "";
    const name = (declared !== "" ? /[\w$]+$/.exec(declared)?.[0] : /exports\.([\w$]+)/.exec(compiled)?.[1]) ?? "";
    if (name !== "") {
      if (declared === "" || word === "export") declaredAs.set(name, name);
      at += declared.length + compiled.length;
      const start = compiled === "" ? at + matchAt(INITIALISER, text, at).length : at;
      const literal = wholeLiteralAt(text, start);
      if (literal !== undefined) literals.set(name, literal);
      before = "=";
      continue;
    }
    before = "x";
    at += word.length;
  }
  const constants = new Map<string, Constant>();
  const places = new Map<string, Place>();
  for (const [name, declared] of declaredAs) {
    const literal = literals.get(declared);
    if (literal === undefined) continue;
    constants.set(name, literal.value);
    places.set(name, literal);
  }
  const exported = new Set(declaredAs.keys());
  const comment = commentText(/\/\*\*?([\s\S]*?)\*\//.exec(text)?.[1] ?? "");
  return { constants, comment, exported, places };
}
