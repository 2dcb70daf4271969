/** Builds what is stale and starts the servers, once for a whole run of the tests. */

import { join } from "node:path";
import { buildWhereStale } from "./build.ts";
import { startServer, type RunningServer } from "../server.ts";
import { SERVERS_VARIABLE, wantedMajors } from "../servers.ts";
import { ownTemporaryFolder } from "../temporary.ts";

declare global {
  var sluiceServers: readonly RunningServer[] | undefined;
  var forgetTemporaryFolder: (() => void) | undefined;
}

export default async function setup(): Promise<void> {
  buildWhereStale(join(__dirname, "../../../.."));
  globalThis.forgetTemporaryFolder = ownTemporaryFolder();
  const servers = await Promise.all(wantedMajors().map((major) => startServer(major)));
  globalThis.sluiceServers = servers;
  process.env[SERVERS_VARIABLE] = JSON.stringify(servers.map(({ major, url }) => ({ major, url })));
}
