import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** The way to a server, which a test may block. */
export interface Way {
  /** The server's URL over this way. */
  url: string;
  /** Ends every connection; new ones are made. */
  cut(): void;
  /** Ends every connection and makes no new ones, until `unblock`. */
  block(): void;
  unblock(): void;
  /** Resolves when the next bytes have gone to the server. */
  carries(): Promise<void>;
  close(): Promise<void>;
}

/** A TCP proxy in front of the server of `databaseUrl`. */
export async function startWay(databaseUrl: string): Promise<Way> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let isOpen = true;
  let carried = (): void => {};
  const server: Server = createServer((near) => {
    if (!isOpen) {
      near.destroy();
      return;
    }
    const far = connect(Number(target.port || 5432), target.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.on('data', (bytes) => {
      far.write(bytes);
      carried();
    });
    far.pipe(near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: url.href,
    cut,
    block() {
      isOpen = false;
      cut();
    },
    unblock() {
      isOpen = true;
    },
    carries: () => new Promise((resolve) => (carried = resolve)),
    async close() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
