/** The one port to a database: what a driver must be able to do, and nothing of how. */

/** A row as the driver gives it. Ask for text or JSON where the type must not depend on the driver. */
export type Row = Readonly<Record<string, unknown>>;

/** What goes into a placeholder. Every driver sends it as text, and the server reads it as the type that the place has. */
export type Parameter = string | number | boolean | bigint | null;

/** Rows as the server wrote them, the same with every driver. */
export interface TextResult {
  /** Names and type oids of the columns; a name may occur twice. */
  readonly columns: readonly { readonly name: string; readonly type: number }[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/** What a server says beside its results (`RAISE NOTICE`). */
export interface Notice {
  readonly severity: string;
  readonly code: string;
  readonly message: string;
}

/** One session of a database server. */
export interface Connection {
  /**
   * Whether a query may be asked before the one ahead of it is answered: they are sent at once, and the server takes them in
   * order. Left out: one at a time.
   * https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-PIPELINING
   */
  readonly isPipelined?: boolean;
  /**
   * Sends one statement, or without parameters several in one message; gives the rows of the last. `parameters` are sent
   * apart from the text ($1, $2 …).
   *
   * @throws the driver's own error, its SQLSTATE in `code`. A session that was lost stays lost: it is never opened anew
   * behind the caller's back, where half of a transaction would be missing.
   */
  query(text: string, parameters?: readonly Parameter[]): Promise<readonly Row[]>;
  /** Sends one statement and gives its rows unread. */
  text(text: string, parameters?: readonly Parameter[]): Promise<TextResult>;
  /** Sends several statements in one message, without parameters and without results. */
  script(text: string): Promise<void>;
  /** Gives the session back; the underlying client stays open where the caller owns it. */
  release(): Promise<void>;
}

export interface ConnectOptions {
  /** Told the server's notices, where the driver can tell them apart by session. */
  readonly onNotice?: (notice: Notice) => void;
}

/** A database that sessions can be opened on. */
export interface Database {
  /** Where it is, for people: no password in it. */
  readonly label: string;
  /** Where every connection is one and the same session: what stands for that session. */
  readonly session?: object;
  /** Opens a session. @throws CONNECTION_FAILED, AUTHENTICATION_FAILED */
  connect(options?: ConnectOptions): Promise<Connection>;
  /** Another database of the same server, with the same user; left out where the client does not tell how to open one. */
  sibling?(name: string): Database;
  /** Closes what {@link Database} itself opened, nothing that the caller handed in. */
  close(): Promise<void>;
}
