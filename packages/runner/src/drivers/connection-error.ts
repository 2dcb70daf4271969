/** Turns a driver's failure to connect into a coded error. */

import { isError } from "../errors/message-of.ts";
import { isSluiceError, sluiceError, type SluiceError } from "../errors/sluice-error.ts";

/** A driver's error's code: an SQLSTATE or the system's. */
export function codeOf(cause: unknown): string {
  if (typeof cause !== "object" || cause === null) return "";
  if ("code" in cause && typeof cause.code === "string") return cause.code;
  // Node gives one error for all the addresses that it tried.
  if ("errors" in cause && Array.isArray(cause.errors)) return codeOf(cause.errors[0]);
  return "";
}

/** Codes of Node, postgres.js and PostgreSQL for a session that is gone. */
const LOSSES: ReadonlySet<string> = new Set([
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
  "CONNECT_TIMEOUT",
  "ECONNRESET",
  "ECONNREFUSED",
  "EPIPE",
  "ETIMEDOUT",
  "57P01",
  "57P02",
  "57P03",
  "57P05",
  "25P03",
]);

/** Whether a driver's error says that the session is gone. */
export function isConnectionLoss(cause: unknown): boolean {
  const code = codeOf(cause);
  if (LOSSES.has(code) || code.startsWith("08")) return true;
  // pg tells it by words alone.
  return code === "" && isError(cause) && /connection (terminated|ended|error)|not queryable/i.test(cause.message);
}

/** What a session that was lost before answers. */
export function lostConnection(): Error {
  return Object.assign(new Error("the connection was lost"), { code: "CONNECTION_CLOSED" });
}

const HINTS: Readonly<Record<string, string>> = {
  "28P01": "Check the user and the password of the database URL.",
  "28000": "Check the user of the database URL and the server's pg_hba.conf.",
  "3D000": "Create the database first, or correct its name in the URL.",
  "53300": "The server has no connection left; try again or raise max_connections.",
  "57P03": "The server is starting up; try again in a moment.",
  ECONNREFUSED: "Is the server running, and are host and port right?",
  ENOTFOUND: "Check the host name of the database URL.",
};

/**
 * A coded error for a connection that could not be made. The cause is left out where its text may hold the password.
 *
 * @returns CONNECTION_FAILED, or AUTHENTICATION_FAILED where the server refused the user.
 */
export function connectionError(label: string, cause: unknown, mask: (text: string) => string): SluiceError {
  if (isSluiceError(cause)) return cause;
  const code = codeOf(cause);
  const message = mask(isError(cause) && cause.message !== "" ? cause.message : code);
  const failed = code === "28P01" || code === "28000";
  return sluiceError(failed ? "AUTHENTICATION_FAILED" : "CONNECTION_FAILED", `${label}: ${message}`, {
    hint: HINTS[code] ?? "Check the database URL, and that the server can be reached from here.",
    details: { database: label, reason: code },
  });
}
