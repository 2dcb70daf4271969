/** pg: a Pool or a Client of the app's. */

import type { Connection, ConnectOptions, Database, Row } from "../ports/connection.ts";
import { connectionError, isConnectionLoss, lostConnection } from "./connection-error.ts";
import { parameterText } from "./parameter.ts";
import { sharedSession } from "./shared-session.ts";

interface PgResult {
  readonly rows: readonly unknown[];
  readonly fields?: readonly { readonly name: string; readonly dataTypeID: number }[];
}
interface PgQuery {
  readonly text: string;
  readonly values: unknown[];
  readonly rowMode: "array";
  readonly types: { getTypeParser(): (value: string) => unknown };
}
interface PgNotice {
  readonly severity?: string | undefined;
  readonly code?: string | undefined;
  readonly message?: string | undefined;
}
interface PgQueryable {
  query(query: string | PgQuery, parameters?: unknown[]): Promise<PgResult | readonly PgResult[]>;
  on?(event: "notice" | "error", listener: (told: PgNotice) => void): unknown;
  off?(event: "notice" | "error", listener: (told: PgNotice) => void): unknown;
}
/** What is used of pg's Client. */
export interface PgClient extends PgQueryable {
  readonly database?: string | undefined;
  readonly host?: string;
}
/** What is used of pg's Pool. */
export interface PgPool {
  readonly totalCount: number;
  readonly options?: { readonly max?: number | undefined };
  connect(): Promise<PgQueryable & { release(destroy?: boolean): void }>;
}

type InTurn = <T>(ask: () => Promise<T>) => Promise<T>;

/** pg sends one query at a time, and wants to be asked for one at a time. https://node-postgres.com/apis/client */
function oneByOne(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (ask) => {
    const mine = last.then(ask);
    last = mine.catch(() => undefined);
    return mine;
  };
}

function connectionOver(
  client: PgQueryable,
  inTurn: InTurn,
  { onNotice }: ConnectOptions,
  release: (isLost: boolean) => void,
): Connection {
  let isLost = false;
  const told = (notice: PgNotice): void =>
    onNotice?.({ severity: notice.severity ?? "", code: notice.code ?? "", message: notice.message ?? "" });
  // A session that is lost while nobody queries is an event, and without a listener the process would end.
  const noticeLoss = (): void => {
    isLost = true;
  };
  client.on?.("error", noticeLoss);
  if (onNotice !== undefined) client.on?.("notice", told);
  const asked = async (query: string | PgQuery, parameters?: unknown[]): Promise<PgResult | undefined> => {
    if (isLost) throw lostConnection();
    try {
      const result = await client.query(query, parameters);
      // Several statements give one result each. Array.isArray does not narrow a readonly list.
      return Array.isArray(result) ? (result as readonly PgResult[]).at(-1) : (result as PgResult);
    } catch (cause) {
      isLost = isConnectionLoss(cause);
      throw cause;
    }
  };
  const sent: typeof asked = (query, parameters) => inTurn(() => asked(query, parameters));
  return {
    async query(text, parameters = []) {
      // Without parameters pg sends a simple query, which may be several statements.
      const result = await sent(text, parameters.length === 0 ? undefined : parameters.map(parameterText));
      // pg gives rows as records unless asked otherwise.
      return [...(result?.rows ?? [])] as readonly Row[];
    },
    async text(text, parameters = []) {
      const types = { getTypeParser: () => (value: string) => value };
      const result = await sent({ text, values: parameters.map(parameterText), rowMode: "array", types });
      return {
        columns: (result?.fields ?? []).map(({ name, dataTypeID }) => ({ name, type: dataTypeID })),
        // As asked for: lists of texts.
        rows: (result?.rows ?? []) as readonly (readonly (string | null)[])[],
      };
    },
    async script(text) {
      await sent(text);
    },
    release: () => {
      client.off?.("notice", told);
      client.off?.("error", noticeLoss);
      return Promise.resolve(release(isLost));
    },
  };
}

/** A database over a pool; each connection is a client of it. */
export function poolDatabase(pool: PgPool): Database {
  const label = "a pg pool";
  const connect = async (options: ConnectOptions = {}): Promise<Connection> => {
    try {
      const client = await pool.connect();
      return connectionOver(client, oneByOne(), options, (isLost) => client.release(isLost));
    } catch (cause) {
      throw connectionError(label, cause, (text) => text);
    }
  };
  if (pool.options?.max === 1) return sharedSession(label, pool, connect);
  return { label, connect, close: () => Promise.resolve() };
}

/** A database over one connected client, which is its only session. */
export function clientDatabase(client: PgClient): Database {
  // Whoever connects has the same session.
  const inTurn = oneByOne();
  return {
    label: `postgres://${client.host ?? "localhost"}/${client.database ?? ""}`,
    session: client,
    connect: (options = {}) => Promise.resolve(connectionOver(client, inTurn, options, () => undefined)),
    close: () => Promise.resolve(),
  };
}
