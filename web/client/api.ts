/* Requests of the page that are answered at once; messages go through the queue of `outgoing.ts`. */

/** What a request came to. `status` is 0 where the server could not be reached. */
export type Answer<T> = { ok: true; body: T } | { ok: false; status: number; problem: string | null };

/** Asks for `path`, or changes something there, with `body` as JSON. */
export async function request<T>(path: string, method = 'GET', body?: unknown): Promise<Answer<T>> {
  const response = await fetch(path, {
    method,
    ...(body !== undefined && {
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    }),
  }).catch(() => null);
  if (!response) return { ok: false, status: 0, problem: null };
  const said = (await response.json().catch(() => null)) as (T & { problem?: string }) | null;
  return response.ok
    ? { ok: true, body: said as T }
    : { ok: false, status: response.status, problem: said?.problem ?? null };
}
