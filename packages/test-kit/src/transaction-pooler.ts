/**
 * A pooler in transaction mode, as PgBouncer is one: each transaction of a client runs on whichever session of the server is
 * free, so that what a session remembers is lost to the client.
 */

import { connect, createServer, type Socket } from "node:net";

export interface TransactionPooler {
  readonly url: string;
  stop(): Promise<void>;
}

const AUTHENTICATION = 82; // R
const READY_FOR_QUERY = 90; // Z
const TERMINATE = 88; // X

/** Cuts a stream into the protocol's messages. https://www.postgresql.org/docs/current/protocol-message-formats.html */
function messages(onMessage: (message: Buffer) => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 5) {
      const length = rest.readUInt32BE(1) + 1;
      if (rest.length < length) return;
      const message = rest.subarray(0, length);
      rest = rest.subarray(length);
      onMessage(message);
    }
  };
}

interface Backend {
  readonly socket: Socket;
  /** Whose transaction runs on it. */
  client: Client | null;
  /** What the server said of itself at the start: ParameterStatus and the first ReadyForQuery. */
  greeting: Buffer;
}
interface Client {
  readonly socket: Socket;
  backend: Backend | null;
  /** Sent and not yet given to a session. */
  waiting: Buffer[];
}

/** Starts one before a server that trusts everybody. */
export async function startTransactionPooler(serverUrl: string, size = 4): Promise<TransactionPooler> {
  const { hostname, port, pathname } = new URL(serverUrl);
  const free: Backend[] = [];
  const all: Backend[] = [];
  const queue: Client[] = [];
  const sockets = new Set<Socket>();

  const give = (client: Client): void => {
    // The one that has been free for longest: a client hardly meets the same one twice.
    const backend = free.shift();
    if (backend === undefined) {
      queue.push(client);
      return;
    }
    backend.client = client;
    client.backend = backend;
    for (const message of client.waiting.splice(0)) backend.socket.write(message);
  };

  const open = (startup: Buffer): Promise<Backend> =>
    new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname);
      const backend: Backend = { socket, client: null, greeting: Buffer.alloc(0) };
      sockets.add(socket);
      socket.once("error", reject);
      socket.write(startup);
      let isReady = false;
      const read = messages((message) => {
        if (!isReady) {
          if (message[0] !== AUTHENTICATION) backend.greeting = Buffer.concat([backend.greeting, message]);
          if (message[0] !== READY_FOR_QUERY) return;
          isReady = true;
          resolve(backend);
          return;
        }
        const { client } = backend;
        client?.socket.write(message);
        // I: outside any transaction.
        if (message[0] !== READY_FOR_QUERY || message[5] !== 73 || client === null) return;
        client.backend = null;
        backend.client = null;
        free.push(backend);
        const next = queue.shift();
        if (next !== undefined) give(next);
      });
      socket.on("data", read);
    });

  const listener = createServer((socket) => {
    sockets.add(socket);
    const client: Client = { socket, backend: null, waiting: [] };
    let started = false;
    let head = Buffer.alloc(0);
    const read = messages((message) => {
      if (message[0] === TERMINATE) return socket.end();
      if (client.backend !== null) return void client.backend.socket.write(message);
      client.waiting.push(message);
      if (client.waiting.length === 1) give(client);
    });
    socket.on("error", () => undefined);
    socket.once("close", () => {
      // A session in the middle of a transaction is not given to anybody else.
      client.backend?.socket.destroy();
      sockets.delete(socket);
    });
    socket.on("data", (chunk: Buffer) => {
      if (started) return read(chunk);
      head = Buffer.concat([head, chunk]);
      if (head.length < 4 || head.length < head.readUInt32BE(0)) return;
      const startup = head.subarray(0, head.readUInt32BE(0));
      started = true;
      void (async () => {
        while (all.length < size) {
          const backend = await open(startup);
          all.push(backend);
          free.push(backend);
        }
        const greeting = all[0]?.greeting ?? Buffer.alloc(0);
        // AuthenticationOk.
        socket.write(Buffer.concat([Buffer.from([AUTHENTICATION, 0, 0, 0, 8, 0, 0, 0, 0]), greeting]));
      })().catch(() => socket.destroy());
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const address = listener.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `postgres://postgres@127.0.0.1:${address.port}${pathname}`,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => listener.close(() => resolve()));
    },
  };
}
