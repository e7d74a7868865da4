/** Where `npm run demo` signs tokens: on the machine itself. */
export const ISSUER_PORT = 8788;
export const ISSUER_ORIGIN = `http://127.0.0.1:${ISSUER_PORT}`;

/** A customer of the shop, as the issuer lists them. */
export interface Customer {
  readonly id: string;
  readonly name: string;
}
