import { request } from 'node:http';
import { Agent, type AgentOptions } from 'node:https';
import type { Socket } from 'node:net';
import { connect, type ConnectionOptions } from 'node:tls';

/** How long a proxy may take to open a tunnel, in milliseconds. */
const patienceMs = 15_000;

/** Fails as 'ETUNNEL': nothing has left the house. */
const refused = (reason: string): Error =>
  Object.assign(new Error(`the proxy ${reason}`), { code: 'ETUNNEL' });

/**
 * An agent whose TLS connections go through a tunnel of an HTTP proxy (CONNECT, RFC 9110 section 9.3.6). The proxy
 * sees the name of the server, never what is said. User and password of `proxy` are sent as Basic credentials.
 */
export function createTunnelAgent(proxy: URL, options: AgentOptions = {}): Agent {
  const agent = new Agent({ keepAlive: true, ...options });
  const credentials = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  const authorization =
    proxy.username === ''
      ? {}
      : { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };

  function createConnection(
    target: ConnectionOptions & { host?: string; port?: number | string },
    done: (error: Error | null, socket?: Socket) => void,
  ): undefined {
    const place = `${target.host}:${target.port ?? 443}`;
    const opening = request({
      host: proxy.hostname,
      port: proxy.port === '' ? 80 : Number(proxy.port),
      method: 'CONNECT',
      path: place,
      headers: { host: place, ...authorization },
      agent: false,
    });
    opening.setTimeout(patienceMs, () => opening.destroy(refused('does not answer')));
    opening.once('connect', (response, socket) => {
      socket.setTimeout(0);
      if (response.statusCode !== 200) {
        socket.destroy();
        done(refused(`refused (${response.statusCode})`));
        return;
      }
      const secured = connect({ ...target, socket, servername: target.servername ?? target.host ?? '' });
      secured.once('error', () => socket.destroy());
      done(null, secured);
    });
    // Whatever goes wrong before the tunnel stands, nothing was sent.
    opening.once('error', (error: NodeJS.ErrnoException) =>
      done(refused(`failed (${error.code ?? 'unknown'})`)),
    );
    opening.end();
    return undefined;
  }
  return Object.assign(agent, { createConnection });
}
