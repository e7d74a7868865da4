/** The issuer of `npm run demo`: anyone who reaches it is any customer, so it must be reached from this machine alone. */
import { request } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startIssuer, type Issuer } from "../../src/serve/demo/issuer.ts";
import { runChild } from "../support/child-process.ts";
import { PROJECT_ROOT } from "../support/project-root.ts";

const ORIGIN = "http://localhost:8787";

let issuer: Issuer;

beforeAll(async () => {
  issuer = await startIssuer(0);
});

afterAll(() => issuer.close());

/** The status and the body of an answer. `fetch` would not send these headers as they are. */
function ask(method: string, path: string, headers: Readonly<Record<string, string>>) {
  return new Promise<{ readonly status: number; readonly body: string }>((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port: issuer.port, method, path, headers }, (answer) => {
      let body = "";
      answer.on("data", (chunk: Buffer) => (body += chunk.toString()));
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body }));
    });
    sent.on("error", reject);
    sent.end();
  });
}

test("[VOUCH-2] a page on this machine gets a token for its own Majlis, by a key that is new at each start", async () => {
  const { status, body } = await ask("POST", "/token?customer=c-101", { Origin: ORIGIN });
  expect(status).toBe(200);
  const [, claims = ""] = body.split(".");
  expect(JSON.parse(Buffer.from(claims, "base64url").toString())).toMatchObject({
    iss: "https://shop.example",
    aud: ORIGIN,
    sub: "c-101",
    name: "Lina",
  });
  const other = await startIssuer(0);
  other.close();
  expect(other.siteKey["key"]).not.toEqual(issuer.siteKey["key"]);
  expect(issuer.siteKey).toMatchObject({ rooms: "demo-*", maxRole: "moderator" });
});

test.each([
  { what: "a page of another site", headers: { Origin: "https://evil.example" } },
  { what: "a page of a site that is called localhost", headers: { Origin: "http://localhost.evil.example" } },
  { what: "a sandboxed page", headers: { Origin: "null" } },
  { what: "a request without a page", headers: {} },
  { what: "another name of this machine", headers: { Origin: ORIGIN, Host: "evil.example" } },
])("$what gets no token", async ({ headers }) => {
  expect(await ask("POST", "/token?customer=c-101", headers)).toEqual({ status: 403, body: "" });
});

test("an unknown customer gets no token, nor does a GET", async () => {
  for (const [method, path] of [
    ["POST", "/token?customer=c-999"],
    ["GET", "/token?customer=c-101"],
  ] as const)
    expect(await ask(method, path, { Origin: ORIGIN })).toEqual({ status: 404, body: "" });
});

test.each([{ HOST: "0.0.0.0" }, { SITE_KEYS: "[]" }])("npm run demo refuses %j", async (env) => {
  const program = [join(PROJECT_ROOT, "node_modules/.bin/node"), "src/serve/demo/demo.ts"] as const;
  const started = runChild(program[0], program.slice(1), {
    cwd: PROJECT_ROOT,
    env: { ...process.env, ...env },
    timeoutMs: 60_000,
  });
  await expect(started).rejects.toThrow("unset HOST and SITE_KEYS");
});
