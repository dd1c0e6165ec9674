import type { Context } from 'hono';

/** Parts of one form: ten files, and what stands beside them. */
const mostParts = 20;

/**
 * The fields of a sent form (multipart/form-data); null where it is none, or has more parts than any of ours. Parts are
 * counted before they are taken apart: 30 MB of tiny ones kept the only thread busy for a minute.
 */
export async function readUploadForm(c: Context): Promise<FormData | null> {
  const type = c.req.header('content-type') ?? '';
  const boundary = /^multipart\/form-data\s*;.*?boundary=(?:"([^"]{1,200})"|([^\s;"]{1,200}))/iu.exec(type);
  if (!boundary) return null;
  try {
    const bytes = Buffer.from(await c.req.arrayBuffer());
    if (countParts(bytes, `--${boundary[1] ?? boundary[2] ?? ''}`) > mostParts) return null;
    return await new Response(bytes, { headers: { 'content-type': type } }).formData();
  } catch {
    return null;
  }
}

/** How often the boundary stands there, the end included; stops where it is too often. */
function countParts(bytes: Buffer, boundary: string): number {
  let parts = -1;
  for (let at = bytes.indexOf(boundary); at >= 0; at = bytes.indexOf(boundary, at + boundary.length)) {
    parts += 1;
    if (parts > mostParts) break;
  }
  return parts;
}
