/** `pnpm bench`: whole processes, medians, ratios against peers in the same run. Never part of the tests. */

import { startServer } from "../../packages/test-kit/src/server.ts";
import { benchChecks } from "./check.ts";
import { benchDiffs } from "./diffs.ts";
import { benchExpressions } from "./expressions.ts";
import { installPeers } from "./peers.ts";
import { benchProofs } from "./proof.ts";
import { summary } from "./report.ts";
import { benchRevisions } from "./revisions.ts";
import { benchRunner } from "./runner.ts";
import { benchStart } from "./start.ts";
import type { Server } from "../../packages/test-kit/src/server.ts";

const SECTIONS: Readonly<Record<string, (server: Server) => Promise<void>>> = {
  start: () => benchStart(),
  check: (server) => benchChecks(server, [10, 100, 1000, 5000]),
  diffs: (server) => benchDiffs(server, 100),
  expressions: (server) => benchExpressions(server, 3000),
  proof: (server) => benchProofs(server, 100),
  revisions: (server) => benchRevisions(server, 5000),
  runner: (server) => benchRunner(server, 200),
};

const words = process.argv.slice(2);
const unknown = words.filter((word) => word !== "peers" && SECTIONS[word] === undefined);
if (unknown.length > 0) throw new Error(`no such section: ${unknown.join(", ")}; ${Object.keys(SECTIONS).join(", ")}`);
if (words.includes("peers")) installPeers();
const only = words.filter((word) => word !== "peers");

// Debian's pg_dump is of this major.
const server = await startServer(15, { fsync: "on", synchronous_commit: "on", shared_buffers: "512MB" });
try {
  for (const [name, section] of Object.entries(SECTIONS)) {
    if (only.length === 0 || only.includes(name)) await section(server);
  }
} finally {
  await server.stop();
}
process.exitCode = summary() === 0 ? 0 : 1;
