/** Whether requests of this page or worker to an origin share a few connections with all other tabs. */

/** The part of a `PerformanceEntry` that is used (Resource Timing). */
interface TimedRequest {
  readonly name: string;
  readonly nextHopProtocol?: string;
}

const MULTIPLEXED = /^h[23]/;

/**
 * True in a browser, unless it is known to reach `origin` over HTTP/2 or HTTP/3, which carry any number of requests on one
 * connection. A server has no such limit.
 */
export function sharesConnections(origin: string): boolean {
  const { location } = globalThis as { readonly location?: unknown };
  if (location === undefined) return false;
  const requests = performance.getEntries() as readonly TimedRequest[];
  return !requests.some(
    ({ name, nextHopProtocol = "" }) => name.startsWith(`${origin}/`) && MULTIPLEXED.test(nextHopProtocol),
  );
}
