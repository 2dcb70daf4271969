/** Runs whole processes and takes medians: of wall time, and of the most memory that they held. */

import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

export interface Command {
  readonly name: string;
  readonly program: string;
  readonly words: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What is read from standard input. */
  readonly input?: string;
  /** Run before each run, uncounted. */
  readonly before?: () => Promise<void>;
}

export interface Run {
  readonly seconds: number;
  /** Megabytes of the largest single process; null where the system does not tell. */
  readonly megabytes: number | null;
}

export interface Figures {
  readonly name: string;
  readonly seconds: number;
  readonly megabytes: number | null;
  readonly runs: readonly Run[];
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

const TIME = "/usr/bin/time";
const hasTime = existsSync(TIME) && spawnSync(TIME, ["-f", "%M", "true"]).status === 0;

/** The high-water mark of a process, asked while it runs: what the system says where it has no `time`. */
function highWater(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/**
 * Runs a command once.
 *
 * @throws where it does not end with 0, with what it said.
 */
export async function once(command: Command): Promise<Run> {
  await command.before?.();
  const { program, words, cwd, env = {}, input } = command;
  const [file, args] = hasTime ? [TIME, ["-f", "\n%M", program, ...words]] : [program, words];
  const start = performance.now();
  const child = spawn(file, args, { cwd, env: { ...process.env, ...env }, stdio: ["pipe", "pipe", "pipe"] });
  let errors = "";
  let output = "";
  let most = 0;
  child.stdout.on("data", (chunk: Buffer) => (output = (output + chunk.toString()).slice(-4000)));
  child.stderr.on("data", (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-4000)));
  child.stdin.on("error", () => undefined);
  child.stdin.end(input ?? "");
  const watch = hasTime ? null : setInterval(() => (most = Math.max(most, highWater(child.pid))), 10);
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const seconds = (performance.now() - start) / 1000;
  if (watch !== null) clearInterval(watch);
  if (status !== 0) throw new Error(`${command.name} ended with ${status}:\n${output}\n${errors}`);
  const told = hasTime ? Number(/(\d+)\s*$/.exec(errors)?.[1] ?? 0) / 1024 : most;
  return { seconds, megabytes: told === 0 ? null : told };
}

/** Runs commands in turn, so that a machine that slows down slows all of them: A B A B … */
export async function inTurn(commands: readonly Command[], runs: number, warmups = 1): Promise<readonly Figures[]> {
  const found = new Map<Command, Run[]>(commands.map((command) => [command, []]));
  for (let round = -warmups; round < runs; round += 1) {
    for (const command of commands) {
      const run = await once(command);
      if (round >= 0) found.get(command)?.push(run);
    }
  }
  return commands.map((command) => {
    const list = found.get(command) ?? [];
    const memory = list.flatMap(({ megabytes }) => megabytes ?? []);
    return {
      name: command.name,
      seconds: median(list.map(({ seconds }) => seconds)),
      megabytes: memory.length === 0 ? null : median(memory),
      runs: list,
    };
  });
}

/** The ratio of two commands that ran in turn, pair by pair. */
export function ratio(one: Figures, other: Figures): number {
  return median(one.runs.map(({ seconds }, round) => seconds / (other.runs[round]?.seconds ?? Number.NaN)));
}
