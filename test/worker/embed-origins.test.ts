/** A deployment that names the sites whose pages may use its rooms (`POLICY`, `embedOrigins`). */
import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import worker from "../../src/worker/index.ts";
import { ORIGIN, uniqueRoomName } from "../support/runtime/guest.ts";
import { isCreated } from "../support/runtime/worker-requests.ts";

const SHOP = "https://shop.example";
const RESTRICTED = { POLICY: { embedOrigins: [SHOP, "https://blog.example:8443"] } };

type WorkerRequest = Request<unknown, IncomingRequestCfProperties>;

function ask(path: string, init: RequestInit = {}, variables: object = RESTRICTED) {
  const request = new Request(`${ORIGIN}${path}`, init) as WorkerRequest;
  return worker.fetch(request, { ...env, ...variables }, createExecutionContext());
}

async function ancestorsOf(path: string, variables?: object): Promise<string | undefined> {
  const { headers } = await ask(path, { headers: { Accept: "text/html" } }, variables);
  return /frame-ancestors[^;]*/.exec(headers.get("Content-Security-Policy") ?? "")?.[0];
}

describe("[EMBED-4] where POLICY names the sites", () => {
  test("only their pages and our own may frame the pages for frames", async () => {
    const sites = `frame-ancestors 'self' ${SHOP} https://blog.example:8443`;
    for (const path of ["/r/tea/embed", "/r/tea/plain?view=embed"]) {
      expect(await ancestorsOf(path)).toBe(sites);
      expect(await ancestorsOf(path, { POLICY: { embedOrigins: [] } })).toBe("frame-ancestors 'self'");
      expect(await ancestorsOf(path, {})).toBeUndefined();
    }
    expect(await ancestorsOf("/r/tea")).toBe("frame-ancestors 'self'");
  });

  const ORIGINS: [string, string | undefined, boolean][] = [
    ["a named site's page", SHOP, true],
    ["a named site's page on a port", "https://blog.example:8443", true],
    ["our own page", ORIGIN, true],
    ["our own page, behind a proxy that speaks HTTP with us", ORIGIN.replace("https", "http"), true],
    ["a program, without an Origin", undefined, true],
    ["another site's page", "https://evil.example", false],
    ["a page of a site whose name begins so", "https://shop.example.evil.example", false],
    ["a page below a named site", "https://sub.shop.example", false],
    ["a named site's page over plain HTTP", "http://shop.example", false],
    ["a named site's page on another port", "https://shop.example:8443", false],
    ["a sandboxed frame", "null", false],
  ];

  const headersOf = (origin: string | undefined): Record<string, string> =>
    origin === undefined ? {} : { Origin: origin };

  test.each(ORIGINS)("a request of %s (%s) passes: %j", async (_who, origin, passes) => {
    const room = uniqueRoomName();
    const post = { method: "POST", body: "hi", headers: headersOf(origin) };
    const statuses = [
      (await ask(`/r/${room}`, post)).status,
      (await ask(`/r/${room}/messages`, { headers: headersOf(origin) })).status,
      (await ask(`/r/${room}/ticket`, { method: "POST", headers: headersOf(origin) })).status,
    ];
    expect(statuses).toEqual(passes ? [201, 200, 200] : [403, 403, 403]);
    expect(await isCreated(room)).toBe(passes);
  });

  test.each(ORIGINS)("a socket of %s (%s) joins: %j", async (_who, origin, passes) => {
    const room = uniqueRoomName();
    const { webSocket } = await ask(`/r/${room}/socket`, {
      headers: { Upgrade: "websocket", "Sec-WebSocket-Protocol": "majlis.v1", ...headersOf(origin) },
    });
    const first = new Promise<string | number>((resolve) => {
      webSocket?.addEventListener("message", () => resolve("welcome"));
      webSocket?.addEventListener("close", ({ code }) => resolve(code));
    });
    webSocket?.accept();
    expect(await first).toBe(passes ? "welcome" : 4510);
    expect(await isCreated(room)).toBe(passes);
  });

  test("a refused page can read why", async () => {
    const answer = await ask("/r/tea/messages", { headers: { Origin: "https://evil.example" } });
    expect(answer.headers.get("Access-Control-Allow-Origin")).toBe("*");
    expect(await answer.json()).toMatchObject({ code: "forbidden" });
  });
});
