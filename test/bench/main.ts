/** `pnpm bench`: whole processes, medians, ratios against peers in the same run. Never part of the tests. */

import { startServer } from "../../packages/test-kit/src/server.ts";
import { benchApplying } from "./applying.ts";
import { benchChecks } from "./check.ts";
import { benchExpressions } from "./expressions.ts";
import { benchProof } from "./proof.ts";
import { summary } from "./report.ts";
import { benchRevisions } from "./revisions.ts";

const only = process.argv.slice(2);
const wants = (name: string): boolean => only.length === 0 || only.includes(name);

// Debian's pg_dump is of this major.
const server = await startServer(15, { fsync: "on", synchronous_commit: "on", shared_buffers: "512MB" });
try {
  if (wants("applying")) await benchApplying(server);
  if (wants("expressions")) await benchExpressions(server);
  if (wants("proof")) await benchProof(server);
  if (wants("check")) await benchChecks(server, [10, 100, 1000, 5000]);
  if (wants("revisions")) await benchRevisions(server, 5000);
} finally {
  await server.stop();
}
process.exitCode = summary() === 0 ? 0 : 1;
