/**
 * The origin of the page of another site that sent a request, from its header `Origin`; undefined for our own pages and for
 * programs, which send none. By host, as the scheme that a proxy speaks with us may be another one than its own.
 * @param own the origin that the request was sent to, and that of the deployment where a proxy hides it
 */
export function foreignOrigin(
  header: string | null,
  ...own: readonly (string | undefined)[]
): string | undefined {
  if (header === null || own.includes(header)) return undefined;
  const host = hostOf(header);
  const isOwn = host !== undefined && own.some((origin) => origin !== undefined && hostOf(origin) === host);
  return isOwn ? undefined : header;
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
