import { lookup } from 'node:dns';
import { request as requestHttp, type Agent } from 'node:http';
import { request as requestHttps, type RequestOptions } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { ChannelError } from '../../core/errors.ts';

/** What may be fetched from a provider's file server. */
export interface RemoteLimits {
  /**
   * Hosts that may be asked, each with everything below it: 'zdn.vn'. One with a port ('127.0.0.1:8080') is meant
   * exactly and may be a private address without TLS, because an administrator wrote it.
   */
  hosts: readonly string[];
  maxBytes: number;
  /** For everything together, redirects included. Default 20 s. */
  timeoutMs?: number;
  /** Connects; one that goes through a proxy, for instance. Default: a connection of its own. */
  agent?: Agent;
}

/** A file as it was fetched. */
export interface RemoteFile {
  bytes: Uint8Array;
  /** As the server says, without parameters; empty where it says nothing. */
  mime: string;
}

/** The file is larger than may be kept. */
export class RemoteTooLargeError extends Error {}

const mostRedirects = 3;
const defaultTimeoutMs = 20_000;

/**
 * Gets a file whose address came in a message. Only the provider's hosts are asked, only over TLS and only at public
 * addresses, checked at the connection itself, so that a name that leads inside the house reaches nothing; every
 * redirect is held to the same.
 * @throws ChannelError 'invalid' for an address that may not be asked or a file that is gone; 'transient' for silence
 * @throws RemoteTooLargeError
 */
export async function fetchRemote(
  address: string,
  limits: RemoteLimits,
  signal?: AbortSignal,
): Promise<RemoteFile> {
  const deadline = AbortSignal.timeout(limits.timeoutMs ?? defaultTimeoutMs);
  const until = signal ? AbortSignal.any([signal, deadline]) : deadline;
  let url = allowedUrl(address, undefined, limits);
  for (let redirects = 0; ; redirects++) {
    const response = await get(url, limits, until);
    const { statusCode = 0, headers } = response;
    if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined) {
      response.destroy();
      if (redirects >= mostRedirects) throw new ChannelError('invalid', 'a file is redirected too often');
      url = allowedUrl(headers.location, url, limits);
      continue;
    }
    if (statusCode !== 200) {
      response.destroy();
      const isPassing = statusCode === 408 || statusCode === 429 || statusCode >= 500;
      throw new ChannelError(isPassing ? 'transient' : 'invalid', `a file was refused (${statusCode})`);
    }
    return {
      bytes: await readWhole(response, limits.maxBytes),
      mime: headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '',
    };
  }
}

function allowedUrl(address: string, base: URL | undefined, { hosts }: RemoteLimits): URL {
  let url: URL;
  try {
    url = new URL(address, base);
  } catch {
    throw new ChannelError('invalid', 'the address of a file cannot be read');
  }
  const isBelow = hosts.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`));
  if (isNamed(url, hosts)) return url;
  if (!isBelow || url.protocol !== 'https:' || url.username !== '' || isPrivate(bare(url.hostname)))
    throw new ChannelError('invalid', `files are not fetched from there (${url.hostname})`);
  return url;
}

/** Written by an administrator with its port. */
function isNamed({ protocol, hostname, port }: URL, hosts: readonly string[]): boolean {
  const usual = protocol === 'https:' ? '443' : protocol === 'http:' ? '80' : undefined;
  return usual !== undefined && hosts.includes(`${hostname}:${port || usual}`);
}

/** An IPv6 address without its brackets. */
const bare = (hostname: string): string => hostname.replace(/^\[|\]$/gu, '');

function get(url: URL, { hosts, agent }: RemoteLimits, signal: AbortSignal): Promise<IncomingMessage> {
  const options: RequestOptions = {
    signal,
    agent: agent ?? false,
    headers: { accept: '*/*' },
    // The address that was checked is the one that is connected to.
    ...(isNamed(url, hosts) ? {} : { lookup: publicLookup }),
  };
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    request(url, options, resolve)
      .on('error', (error: NodeJS.ErrnoException) => {
        if (error instanceof ChannelError) reject(error);
        // The address is left out of the message: it opens the file to whoever has it.
        else reject(new ChannelError('transient', `a file was not fetched (${error.code ?? error.name})`));
      })
      .end();
  });
}

const publicLookup: NonNullable<RequestOptions['lookup']> = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0);
    const [first] = addresses;
    if (!first || addresses.some(({ address }) => isPrivate(address)))
      return callback(new ChannelError('invalid', 'a file server has a private address'), '', 0);
    if (options.all) return callback(null, addresses as never, undefined as never);
    callback(null, first.address, first.family);
  });
};

async function readWhole(response: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const announced = Number(response.headers['content-length'] ?? 0);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    if (announced > maxBytes) throw new RemoteTooLargeError();
    for await (const chunk of response as AsyncIterable<Buffer>) {
      size += chunk.byteLength;
      if (size > maxBytes) throw new RemoteTooLargeError();
      chunks.push(chunk);
    }
  } catch (error) {
    response.destroy();
    if (error instanceof RemoteTooLargeError) throw error;
    throw new ChannelError('transient', 'a file was cut off');
  }
  return Buffer.concat(chunks);
}

/** Everything that is not the public internet (RFC 6890). Two lists: one of both would take IPv4 for its image in IPv6. */
const insideIpv4 = new BlockList();
const insideIpv6 = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  insideIpv4.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of [
  ['::', 96],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 16],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const)
  insideIpv6.addSubnet(net, prefix, 'ipv6');

/** True for an address that is not on the public internet; false for a name. */
export function isPrivate(address: string): boolean {
  const version = isIP(address);
  if (version === 6) return insideIpv6.check(address, 'ipv6');
  return version === 4 && insideIpv4.check(address, 'ipv4');
}
