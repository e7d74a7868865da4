/** `npm start`: the Worker with the platform's own router of static files. */
import { expect, test } from "vitest";
import { AppServer } from "../support/app-server.ts";
import { DEMO_ADDRESSES, demoAddresses } from "../support/demo-addresses.ts";
import { wrongSecurityHeaders } from "../support/security-headers.ts";

test("every page and file has the security headers, and documents have addresses without .html", async () => {
  const server = await AppServer.start();
  try {
    expect(await wrongSecurityHeaders(server.origin)).toEqual([]);
    expect(await demoAddresses(server.origin)).toEqual(DEMO_ADDRESSES);
    const script = await fetch(`${server.origin}/sw.js`);
    expect(script.headers.get("Content-Security-Policy")).toContain("connect-src 'self'");
    const types = await fetch(`${server.origin}/assets/majlis.d.ts`);
    expect(types.headers.get("Content-Type")).toBe("text/plain; charset=utf-8");
  } finally {
    await server.stop();
  }
});
