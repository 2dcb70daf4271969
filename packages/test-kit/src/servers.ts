/** The servers of this run. */

import type { Server } from "./server.ts";

export const SERVERS_VARIABLE = "SLUICE_TEST_SERVERS";

/** The majors that this run is to try: `SLUICE_TEST_MAJORS=14,15`, else the two that the default run takes. */
export function wantedMajors(): readonly number[] {
  const wanted = process.env["SLUICE_TEST_MAJORS"] ?? "15,18";
  return wanted.split(",").filter(Boolean).map(Number);
}

/** Every server that runs. */
export function servers(): readonly Server[] {
  const listed = process.env[SERVERS_VARIABLE];
  if (listed === undefined) throw new Error("no servers: the tests' global setup has not run");
  // Written by the global setup.
  return JSON.parse(listed) as Server[];
}

/** The server of one major, or the newest. */
export function server(major?: number): Server {
  const found = servers()
    .filter((each) => major === undefined || each.major === major)
    .at(-1);
  if (found === undefined) throw new Error(`no server of major ${major} runs`);
  return found;
}
