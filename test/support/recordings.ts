const text = (letters: string): number[] => [...letters].map((letter) => letter.charCodeAt(0));
const of = (...parts: (number | readonly number[])[]): Uint8Array => {
  const bytes = new Uint8Array(256);
  bytes.set(parts.flat() as number[]);
  return bytes;
};

/** The first bytes of recordings as telephones and browsers make them, by a name of that format; no sound in them. */
export const recordings = {
  'a.ogg': of(text('OggS'), [0, 2, ...Array<number>(20).fill(0), 1, 19], text('OpusHead')),
  'a.mp3': of(text('ID3'), [4, 0, 0, 0, 0, 0, 10, ...Array<number>(10).fill(0), 0xff, 0xfb, 0x90, 0x64]),
  'a.m4a': of([0, 0, 0, 28], text('ftypM4A '), [0, 0, 0, 0], text('M4A mp42isom')),
  'a.wav': of(text('RIFF'), [36, 0, 0, 0], text('WAVEfmt '), [16, 0, 0, 0, 1, 0, 1, 0]),
  'a.webm': of([0x1a, 0x45, 0xdf, 0xa3, 0x8b, 0x42, 0x82, 0x84], text('webm'), [0x42, 0x87, 0x81, 4]),
} as const;
