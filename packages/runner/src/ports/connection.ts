/** The one port to a database: what a driver must be able to do, and nothing of how. */

/** A row as the driver gives it. Ask for text or JSON where the type must not depend on the driver. */
export type Row = Readonly<Record<string, unknown>>;

/** One session of a database server. */
export interface Connection {
  /**
   * Sends one statement. `parameters` are sent apart from the text ($1, $2 …).
   *
   * @throws the driver's own error, its SQLSTATE in `code`.
   */
  query(text: string, parameters?: readonly (string | number | boolean | null)[]): Promise<readonly Row[]>;
  /** Sends several statements in one message, without parameters and without results. */
  script(text: string): Promise<void>;
  /** Gives the session back; the underlying client stays open where the caller owns it. */
  release(): Promise<void>;
}

/** A database that sessions can be opened on. */
export interface Database {
  /** Where it is, for people: no password in it. */
  readonly label: string;
  /** Opens a session. @throws CONNECTION_FAILED, AUTHENTICATION_FAILED */
  connect(): Promise<Connection>;
  /** Another database of the same server, with the same user; left out where the client does not tell how to open one. */
  sibling?(name: string): Database;
  /** Closes what {@link Database} itself opened, nothing that the caller handed in. */
  close(): Promise<void>;
}
