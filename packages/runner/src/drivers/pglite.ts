/** PGlite: PostgreSQL in the process. It has one session, which every connection shares. */

import { mkdir } from "node:fs/promises";
import type { Connection, ConnectOptions, Database, Parameter, Row } from "../ports/connection.ts";
import { sluiceError } from "../errors/sluice-error.ts";
import { connectionError } from "./connection-error.ts";
import { parameterText } from "./parameter.ts";

interface PgliteResult {
  readonly rows: readonly unknown[];
  readonly fields?: readonly { readonly name: string; readonly dataTypeID: number }[];
}
interface PgliteOptions {
  readonly rowMode?: "array";
  readonly paramTypes?: number[];
  readonly parsers?: Readonly<Record<number, (value: string) => unknown>>;
  readonly onNotice?: (notice: {
    readonly severity: string | undefined;
    readonly code: string | undefined;
    readonly message: string | undefined;
  }) => void;
}
/** What is used of PGlite. */
export interface PgliteClient {
  query(text: string, parameters?: unknown[], options?: PgliteOptions): Promise<PgliteResult>;
  exec(text: string, options?: PgliteOptions): Promise<readonly PgliteResult[]>;
  readonly parsers?: Readonly<Record<number, unknown>>;
  readonly dataDir?: string;
}

/** The type "unknown": the server reads the text as the type that its place has. */
const UNKNOWN = 705;

function connectionOver(pglite: PgliteClient, { onNotice }: ConnectOptions): Connection {
  const told: PgliteOptions =
    onNotice === undefined
      ? {}
      : {
          onNotice: ({ severity, code, message }) =>
            onNotice({ severity: severity ?? "", code: code ?? "", message: message ?? "" }),
        };
  const sent = (text: string, parameters: readonly Parameter[], options: PgliteOptions = {}): Promise<PgliteResult> =>
    pglite.query(text, parameters.map(parameterText), {
      ...told,
      ...options,
      paramTypes: parameters.map(() => UNKNOWN),
    });
  return {
    async query(text, parameters = []) {
      const result = parameters.length === 0 ? (await pglite.exec(text, told)).at(-1) : await sent(text, parameters);
      // PGlite gives rows as records unless asked otherwise.
      return (result?.rows ?? []) as readonly Row[];
    },
    async text(text, parameters = []) {
      // Every type that this PGlite would read is left as text instead.
      const parsers = Object.fromEntries(
        Object.keys(pglite.parsers ?? {}).map((type) => [type, (value: string) => value]),
      );
      const result = await sent(text, parameters, { rowMode: "array", parsers });
      return {
        columns: (result.fields ?? []).map(({ name, dataTypeID }) => ({ name, type: dataTypeID })),
        // As asked for: lists of texts.
        rows: result.rows as readonly (readonly (string | null)[])[],
      };
    },
    async script(text) {
      await pglite.exec(text, told);
    },
    release: () => Promise.resolve(),
  };
}

/** A database over a PGlite of the app's. */
export function pgliteDatabase(pglite: PgliteClient): Database {
  return {
    label: `pglite:${pglite.dataDir ?? "memory"}`,
    session: pglite,
    connect: (options = {}) => Promise.resolve(connectionOver(pglite, options)),
    close: () => Promise.resolve(),
  };
}

/** A database in a folder (made when missing), opened at the first connection and closed with the database. */
export function pgliteFolder(folder: string): Database {
  const label = `pglite:${folder}`;
  let opened: Promise<PgliteClient & { close(): Promise<void> }> | null = null;
  const open = async (): Promise<PgliteClient & { close(): Promise<void> }> => {
    const { PGlite } = await import("@electric-sql/pglite").catch((cause: unknown) => {
      throw sluiceError("CONNECTION_FAILED", `${label}: the package @electric-sql/pglite is not installed`, {
        hint: "Install @electric-sql/pglite, or give the URL of a PostgreSQL server.",
        cause,
      });
    });
    await mkdir(folder, { recursive: true });
    return PGlite.create(folder);
  };
  return {
    label,
    // The folder's session is as long-lived as this object.
    session: {},
    async connect(options = {}) {
      try {
        opened ??= open();
        return connectionOver(await opened, options);
      } catch (cause) {
        opened = null;
        throw connectionError(label, cause, (text) => text);
      }
    },
    async close() {
      const closing = opened;
      opened = null;
      await (await closing)?.close();
    },
  };
}
