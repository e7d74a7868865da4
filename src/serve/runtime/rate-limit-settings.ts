/** The limits of wrangler.toml, by the names of their bindings: requests in a period, in seconds. */
export type RateLimitSettings = Readonly<
  Record<string, { readonly limit: number; readonly periodS: number }>
>;
