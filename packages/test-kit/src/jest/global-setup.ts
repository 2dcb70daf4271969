/** Starts the servers once for a whole run of the tests. */

import { startServer, type RunningServer } from "../server.ts";
import { SERVERS_VARIABLE, wantedMajors } from "../servers.ts";

declare global {
  var sluiceServers: readonly RunningServer[] | undefined;
}

export default async function setup(): Promise<void> {
  const servers = await Promise.all(wantedMajors().map((major) => startServer(major)));
  globalThis.sluiceServers = servers;
  process.env[SERVERS_VARIABLE] = JSON.stringify(servers.map(({ major, url }) => ({ major, url })));
}
