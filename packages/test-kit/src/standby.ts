/** A hot standby of a server of the tests, made as pg_basebackup would. */

import { spawnSync } from "node:child_process";
import { appendFileSync, chmodSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { startIn, type RunningServer } from "./server.ts";

export const STANDBY_NAME = "sluice_standby";

/** https://www.postgresql.org/docs/current/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP */
export async function startStandby(primary: RunningServer): Promise<RunningServer> {
  return startIn(primary.major, {}, async ({ data, options }) => {
    const sql = postgres(primary.url, { max: 1, onnotice: () => undefined });
    const [start, stop] =
      primary.major >= 15
        ? ["pg_backup_start('standby', true)", "pg_backup_stop(false)"]
        : ["pg_start_backup('standby', true, false)", "pg_stop_backup(false, false)"];
    await sql.unsafe(`select ${start}`);
    const copied = spawnSync("cp", ["-R", `${primary.data}/.`, data], { ...options, encoding: "utf8" });
    // Files of the running server come and go while they are copied.
    const isFailed = copied.status !== 0 && !/No such file/.test(copied.stderr);
    if (isFailed) throw new Error(copied.stderr);
    const [label] = await sql.unsafe(`select labelfile from ${stop}`);
    await sql.end();
    rmSync(join(data, "postmaster.pid"), { force: true });
    const files = { backup_label: String(label?.["labelfile"]), "standby.signal": "" };
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(data, name), text);
      // The server, which may be another user, renames them.
      chmodSync(join(data, name), 0o666);
    }
    const { hostname, port } = new URL(primary.url);
    const conninfo = `host=${hostname} port=${port} user=postgres application_name=${STANDBY_NAME}`;
    appendFileSync(join(data, "postgresql.auto.conf"), `\nprimary_conninfo = '${conninfo}'\n`);
  });
}
