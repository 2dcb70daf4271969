/**
 * Reads the migrations that drizzle-kit wrote, in either of its formats: a journal with numbered SQL files (0.x), or a folder
 * for each migration (1.0). Nothing is changed there.
 */

import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { sluiceError, type SluiceError } from "@sluice/runner";

export interface DrizzleMigration {
  /** Its file's or folder's name. */
  readonly tag: string;
  readonly path: string;
  /** When it was generated, in milliseconds: what drizzle's migrator enters as `created_at`. */
  readonly when: number;
  /** The file's text. */
  readonly sql: string;
  /** Drizzle's own hash of it. */
  readonly hash: string;
}

const JOURNAL = "meta/_journal.json";
/** `20260112090000_add_fees`: UTC. */
const FOLDER = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})_/;

function invalid(path: string, message: string, cause?: unknown): SluiceError {
  return sluiceError("HISTORY_INVALID", `${path}: ${message}`, {
    hint: "Sluice reads folders that drizzle-kit wrote: meta/_journal.json with numbered .sql files, or a folder for each migration.",
    details: { path },
    cause,
  });
}

async function migration(tag: string, path: string, when: number): Promise<DrizzleMigration> {
  const sql = await readFile(path, "utf8").catch((cause: unknown) => {
    throw invalid(path, "the file can't be read", cause);
  });
  return { tag, path, when, sql, hash: createHash("sha256").update(sql).digest("hex") };
}

interface JournalEntry {
  readonly idx: number;
  readonly tag: string;
  readonly when: number;
}

function isEntry(value: unknown): value is JournalEntry {
  if (typeof value !== "object" || value === null) return false;
  const entry: Partial<Record<keyof JournalEntry, unknown>> = value;
  return typeof entry.idx === "number" && typeof entry.tag === "string" && typeof entry.when === "number";
}

function entriesOf(path: string, text: string): readonly JournalEntry[] {
  let journal: unknown;
  try {
    journal = JSON.parse(text);
  } catch (cause) {
    throw invalid(path, "is no JSON", cause);
  }
  const entries = typeof journal === "object" && journal !== null && "entries" in journal ? journal.entries : null;
  if (!Array.isArray(entries) || !entries.every(isEntry)) throw invalid(path, "has no list of entries");
  return entries.toSorted((one, other) => one.idx - other.idx);
}

async function fromFolders(folder: string): Promise<readonly DrizzleMigration[]> {
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory() && FOLDER.test(entry.name))
    .map(({ name }) => name)
    .toSorted();
  return Promise.all(
    names.map((name) => {
      const [, year = "", month = "", day = "", hour = "", minute = "", second = ""] = FOLDER.exec(name) ?? [];
      const when = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
      return migration(name, join(folder, name, "migration.sql"), when);
    }),
  );
}

/**
 * The migrations of a folder, oldest first.
 *
 * @throws HISTORY_INVALID where the folder is none of drizzle-kit's, or a file of it is missing.
 */
export async function drizzleMigrations(folder: string): Promise<readonly DrizzleMigration[]> {
  const path = join(folder, JOURNAL);
  const journal = await readFile(path, "utf8").catch(() => null);
  if (journal !== null) {
    return Promise.all(
      entriesOf(path, journal).map(({ tag, when }) => migration(tag, join(folder, `${tag}.sql`), when)),
    );
  }
  const found = await fromFolders(folder).catch((cause: unknown) => {
    throw invalid(folder, "the folder can't be read", cause);
  });
  if (found.length === 0) throw invalid(folder, "holds no migrations of drizzle-kit");
  return found;
}
