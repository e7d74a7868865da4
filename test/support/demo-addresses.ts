/** How a server answers at the addresses of the demonstration: as the platform's router of static files does. */
const PATHS = ["/demo", "/demo/", "/demo/index.html", "/demo/shop", "/demo/shop.html"];

/** What {@link demoAddresses} is on every server. */
export const DEMO_ADDRESSES = [
  "/demo 307 /demo/",
  "/demo/ 200 text/html; charset=utf-8",
  "/demo/index.html 307 /demo/",
  "/demo/shop 200 text/html; charset=utf-8",
  "/demo/shop.html 307 /demo/shop",
];

/** Each path with the status, and the place that it redirects to or else the type. */
export async function demoAddresses(origin: string): Promise<string[]> {
  return Promise.all(
    PATHS.map(async (path) => {
      const { status, headers, body } = await fetch(`${origin}${path}`, { redirect: "manual" });
      await body?.cancel();
      const location = headers.get("Location");
      const place = location === null ? headers.get("Content-Type") : new URL(location, origin).pathname;
      return `${path} ${status} ${place ?? ""}`;
    }),
  );
}
