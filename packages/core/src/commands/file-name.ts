/** Names of migration files. */

import { sluiceError } from "@sluice/runner";

const SLUG_LENGTH = 40;

/** A message as a part of a file name: words joined by `_`, cut at a word's end. @example slugOf("Add fees!") // "add_fees" */
export function slugOf(message: string): string {
  const words = message.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
  let slug = "";
  for (const word of words) {
    const longer = slug === "" ? word : `${slug}_${word}`;
    if (longer.length > SLUG_LENGTH) break;
    slug = longer;
  }
  if (slug !== "" || words[0] === undefined) return slug;
  const cut = words[0].slice(0, SLUG_LENGTH);
  return cut.includes("_") ? cut.slice(0, cut.lastIndexOf("_")) : cut;
}

export const DEFAULT_FILE_NAME = "{year}_{month}_{day}_{hour}{minute}_{slug}";

/**
 * A file's name from its template. Placeholders: `{year}`, `{month}`, `{day}`, `{hour}`, `{minute}`, `{second}` (UTC), `{epoch}`
 * (seconds), `{rev}`, `{slug}`.
 */
export function fileName(template: string, at: Date, revision: string, message: string): string {
  const iso = at.toISOString();
  const values: Readonly<Record<string, string>> = {
    year: iso.slice(0, 4),
    month: iso.slice(5, 7),
    day: iso.slice(8, 10),
    hour: iso.slice(11, 13),
    minute: iso.slice(14, 16),
    second: iso.slice(17, 19),
    epoch: String(Math.floor(at.getTime() / 1000)),
    rev: revision,
    slug: slugOf(message),
  };
  const name = template.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
  return `${name.replace(/_+$/, "")}.ts`;
}

/**
 * The name of a new revision's file, by the project's template.
 *
 * @throws CONFIG_INVALID where the template leads into folders that nobody looks into.
 */
export function revisionFileName(
  options: {
    readonly fileName?: string | undefined;
    readonly recursive?: boolean | undefined;
    readonly message: string;
  },
  at: Date,
  revision: string,
): string {
  const template = options.fileName ?? DEFAULT_FILE_NAME;
  if (template.includes("/") && options.recursive !== true) {
    throw sluiceError(
      "CONFIG_INVALID",
      `fileName ${JSON.stringify(template)} makes folders, where no file would be found`,
      {
        hint: "Set recursive: true, so that the folders' folders are looked into too.",
      },
    );
  }
  return fileName(template, at, revision, options.message);
}
