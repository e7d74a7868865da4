/** An origin as browsers write it (RFC 6454 §6.2): scheme, host, and a port that is not the scheme's own. */
const ORIGIN =
  /^(?:https:\/\/(?!.*:443$)|http:\/\/(?!.*:80$))(?:[a-z0-9]+(?:[.-]+[a-z0-9]+)*|\[[0-9a-f:]+\])(?::[1-9]\d{0,4})?$/;

export function isOrigin(text: string): boolean {
  return ORIGIN.test(text);
}
