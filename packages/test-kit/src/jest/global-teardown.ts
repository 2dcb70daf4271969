/** Stops the servers of a run, and removes its temporary files. */

import "./global-setup.ts";

export default async function teardown(): Promise<void> {
  await Promise.all((globalThis.sluiceServers ?? []).map((server) => server.stop()));
  globalThis.forgetTemporaryFolder?.();
}
