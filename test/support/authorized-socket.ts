/**
 * Opens a WebSocket for JSON with a token in the `Authorization` header. Node's WebSocket takes headers beside the
 * subprotocols (undici's `WebSocketInit`), a browser's does not.
 */
export function openAuthorizedSocket(url: string | URL, token: string | undefined): WebSocket {
  const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  return new WebSocket(url, { protocols: ["majlis.v1"], headers } as unknown as string[]);
}
