/** Media types as endpoints know them, by what `file-type` calls a recording. */
const mediaTypes: Readonly<Record<string, string>> = {
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg',
  oga: 'audio/ogg',
  opus: 'audio/ogg',
  m4a: 'audio/mp4',
  wav: 'audio/wav',
  flac: 'audio/flac',
  aac: 'audio/aac',
};
/** Containers of pictures as well: a recording only where the name or the sender says so. */
const containers: Readonly<Record<string, string>> = { webm: 'audio/webm', mp4: 'audio/mp4' };

/**
 * The media type of a recording of speech, told from its bytes; null for every other file.
 * @param said the media type that the sender gave, which decides for containers that may hold a film
 */
export async function detectRecording(
  bytes: Uint8Array,
  fileName: string,
  said: string,
): Promise<string | null> {
  const { fileTypeFromBuffer } = await import('file-type');
  const found = await fileTypeFromBuffer(bytes.subarray(0, mostLooked)).catch(() => undefined);
  if (!found) return null;
  const known = mediaTypes[found.ext];
  if (known !== undefined) return known;
  const isSaid = said.startsWith('audio/') || /\.(?:webm|weba|m4a)$/iu.test(fileName);
  return isSaid ? (containers[found.ext] ?? null) : null;
}

/** Bytes that tell the type. */
const mostLooked = 65_536;
