/** A database with room for one session: whoever connects while it is open shares it. */

import type { Connection, ConnectOptions, Database } from "../ports/connection.ts";

/**
 * @param session what stands for the session: the client of the app's.
 * @param open opens it; called where nobody has it open.
 */
export function sharedSession(
  label: string,
  session: object,
  open: (options?: ConnectOptions) => Promise<Connection>,
): Database {
  let opened: Promise<Connection> | null = null;
  let users = 0;
  return {
    label,
    session,
    async connect(options) {
      opened ??= open(options);
      users += 1;
      const mine = opened;
      const leave = async (): Promise<void> => {
        users -= 1;
        if (users > 0) return;
        opened = null;
        await (await mine).release();
      };
      try {
        return { ...(await mine), release: leave };
      } catch (cause) {
        users -= 1;
        opened = null;
        throw cause;
      }
    },
    close: () => Promise.resolve(),
  };
}
