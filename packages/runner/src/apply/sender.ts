/** Asks a session for one thing after the other: each answered first, or, where the session allows it, several sent at once. */

import type { Session } from "./session.ts";

export interface Sender {
  /** Asks; the answer may still be out when it is done. */
  send(ask: () => Promise<unknown>): Promise<void>;
  /** Waits for what is still out. @throws what was the first to fail. */
  answered(): Promise<void>;
}

/** Each is answered before the next is asked. */
export const ONE_BY_ONE: Sender = {
  async send(ask) {
    await ask();
  },
  answered: () => Promise.resolve(),
};

/** How many may be out: what failed first is known before more is sent. */
const AT_ONCE = 50;

function together(): Sender {
  let out: Promise<unknown>[] = [];
  const answered = async (): Promise<void> => {
    const settled = await Promise.allSettled(out);
    out = [];
    const failed = settled.find(({ status }) => status === "rejected");
    if (failed?.status === "rejected") throw failed.reason;
  };
  return {
    async send(ask) {
      const answer = ask();
      // It is looked at when its turn comes.
      answer.catch(() => undefined);
      out.push(answer);
      if (out.length >= AT_ONCE) await answered();
    },
    answered,
  };
}

/**
 * How a transaction that is open is sent. There the server refuses all that comes after what has failed, and a commit rolls
 * back, so nothing is done that waiting would not have done.
 */
export function senderFor(session: Session): Sender {
  return session.isPipelined === true && !session.isPooled ? together() : ONE_BY_ONE;
}
