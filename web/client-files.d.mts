/** One file of the page, 'page.js', in the encodings that browsers take. */
export interface ClientFile {
  name: string;
  plain: Uint8Array;
  gzip: Uint8Array;
  br: Uint8Array;
}

export function clientFiles(): Promise<ClientFile[]>;
