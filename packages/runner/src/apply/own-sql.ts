/**
 * Around a revision's own SQL and code: it must not end the transaction that it runs in, and what it sets of the session
 * (`search_path`, `role` …) ends with it. Otherwise what a revision does would depend on what ran before it in the same run.
 * https://www.postgresql.org/docs/current/sql-set.html
 */

import { textOrNull } from "../drivers/parameter.ts";
import { sluiceError } from "../errors/sluice-error.ts";
import type { Connection } from "../ports/connection.ts";
import { quoteLiteral } from "../sql/literal.ts";

interface SessionState {
  readonly user: string | null;
  readonly role: string | null;
  /** What the session has set, by name. */
  readonly settings: Readonly<Record<string, string | null>>;
}

/** When a transaction began, in no session's format or time zone. */
export const BEGAN = "extract(epoch from now())::text";

/** Each of the runner's transactions sets these two anew, and a transaction's own modes can't be set back. */
const LEFT_OUT =
  "name not in ('lock_timeout', 'statement_timeout', 'transaction_isolation', 'transaction_read_only', 'transaction_deferrable')";

const STATE =
  `select ${BEGAN} as began, session_user::text as "user", current_setting('role') as role, ` +
  `(select coalesce(json_object_agg(name, setting), '{}')::text from pg_catalog.pg_settings where source = 'session' and ${LEFT_OUT}) as settings`;

async function stateOf(connection: Connection): Promise<SessionState & { readonly began: string | null }> {
  const [row] = await connection.query(STATE);
  return {
    began: textOrNull(row?.["began"]),
    user: textOrNull(row?.["user"]),
    role: textOrNull(row?.["role"]),
    // Written by the query above.
    settings: JSON.parse(textOrNull(row?.["settings"]) ?? "{}") as SessionState["settings"],
  };
}

/** Sets back what differs; a setting that the session had not set goes back to its default. */
async function restored(connection: Connection, before: SessionState, after: SessionState): Promise<void> {
  let now = after;
  if (after.user !== before.user || after.role !== before.role) {
    const reset = after.user === before.user ? "" : "reset session authorization; ";
    await connection.query(`${reset}select set_config('role', ${quoteLiteral(before.role ?? "none")}, false)`);
    // Not every role sees every setting.
    now = await stateOf(connection);
  }
  const names = [...new Set([...Object.keys(before.settings), ...Object.keys(now.settings)])];
  const changed = names.filter((name) => before.settings[name] !== now.settings[name]);
  if (changed.length === 0) return;
  const back = changed.map((name) => {
    const value = before.settings[name];
    return `set_config(${quoteLiteral(name)}, ${value === undefined || value === null ? "null" : quoteLiteral(value)}, false)`;
  });
  await connection.query(`select ${back.join(", ")}`);
}

/**
 * Does work that is not Sluice's own in an open transaction.
 *
 * @param place for messages: what is being done.
 * @throws NOT_TRANSACTIONAL where it ended the transaction: then what is noted would not be what was done.
 */
export async function withOwnSql(connection: Connection, place: string, work: () => Promise<void>): Promise<void> {
  const before = await stateOf(connection);
  await work();
  const after = await stateOf(connection);
  if (after.began !== before.began) {
    throw sluiceError(
      "NOT_TRANSACTIONAL",
      `${place}: its own SQL ended the transaction that it ran in (COMMIT or ROLLBACK)`,
      {
        hint: "Take COMMIT and ROLLBACK out of op.execute and op.run; what must be committed in between goes into a revision of its own. Look at what of it the database holds by now.",
      },
    );
  }
  await restored(connection, before, after);
}
