import { createServer, connect, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A wire between a browser and a server that can be cut, at whatever byte it carries. */
export interface CuttableProxy {
  url: string;
  /** Cuts every connection; new ones are let through, unless `isDown`. */
  cut(isDown?: boolean): void;
  /** Lets connections through again, to this port. */
  lead(port: number): void;
  close(): Promise<void>;
}

export async function openCuttableProxy(toPort: number): Promise<CuttableProxy> {
  const sockets = new Set<Socket>();
  let port: number | null = toPort;
  const server = createServer((near) => {
    if (port === null) return void near.destroy();
    const far = connect(port, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = (isDown = false): void => {
    if (isDown) port = null;
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    lead: (next) => void (port = next),
    async close() {
      cut(true);
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
