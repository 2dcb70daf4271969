/**
 * Answers in a file: a line each, added at its end, so that runs side by side take nothing from one another. A line that a run did
 * not come to write whole lacks its last character, and what is added begins on a line of its own.
 */

import { appendFile, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { VERSION } from "@sluice/runner";
import type { AnswerStore } from "./memory.ts";

const END = ";";

/** Bytes above which it is begun anew. */
const MOST = 16 * 2 ** 20;

export interface AnswerFile extends AnswerStore {
  /** One answer, without those beside it. */
  find(key: string): Promise<string | null>;
}

/** A store in a file. What can't be read or written is as good as nothing. */
export function answerFile(path: string): AnswerFile {
  const head = `sluice ${VERSION}\n`;
  const written = async (): Promise<string> => {
    const text = await readFile(path, "utf8").catch(() => "");
    // Another version may ask otherwise.
    return text.startsWith(head) ? text : "";
  };
  return {
    async read() {
      const answers = new Map<string, string>();
      for (const line of (await written()).split("\n")) {
        const end = line.indexOf(" ");
        if (end === 22 && line.endsWith(END)) answers.set(line.slice(0, end), line.slice(end + 1, -END.length));
      }
      return answers;
    },
    async find(key) {
      const text = await written();
      const begin = `\n${key} `;
      for (let at = text.lastIndexOf(begin); at >= 0; at = text.lastIndexOf(begin, at - 1)) {
        const [line = ""] = text.slice(at + 1).split("\n", 1);
        if (line.endsWith(END)) return line.slice(begin.length - 1, -END.length);
      }
      return null;
    },
    async add(answers) {
      const lines = [...answers].map(([key, answer]) => `\n${key} ${answer}${END}`).join("");
      try {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        const size = (await stat(path).catch(() => null))?.size ?? 0;
        const begun = size > 0 && size < MOST && (await readFile(path, "utf8")).startsWith(head);
        await (begun ? appendFile(path, lines) : writeFile(path, head + lines, { mode: 0o600 }));
      } catch {
        // The next run asks again.
      }
    },
  };
}
