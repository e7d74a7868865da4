/** What sites that show the links of their authors find out of a room (SPEC HTTP-26). */
import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import worker from "../../src/worker/index.ts";
import { ORIGIN, uniqueRoomName } from "../support/runtime/guest.ts";
import { bearerAuth, fetchWorker, isCreated } from "../support/runtime/worker-requests.ts";

interface Rich {
  readonly [member: string]: unknown;
  readonly html: string;
}

const oembed = (url: string, more = "") =>
  fetchWorker(`/oembed?url=${encodeURIComponent(url)}${more}`, {
    headers: { Origin: "https://blog.example" },
  });

async function richOf(url: string, more?: string): Promise<Rich> {
  const answer = await oembed(url, more);
  expect(answer.status).toBe(200);
  return answer.json();
}

async function ownedRoom(settings: object): Promise<{ readonly name: string; readonly ownerKey: string }> {
  const created = await fetchWorker("/rooms", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ name: uniqueRoomName(), ...settings }),
  });
  return created.json();
}

test("[HTTP-26] a room's link is a frame, which any site may ask for", async () => {
  const room = uniqueRoomName();
  const answer = await oembed(`${ORIGIN}/r/${room}`);
  expect(answer.headers.get("Access-Control-Allow-Origin")).toBe("*");
  expect(answer.headers.get("Content-Type")).toContain("application/json");
  expect(await answer.json()).toEqual({
    version: "1.0",
    type: "rich",
    title: room,
    provider_name: "Majlis",
    provider_url: ORIGIN,
    cache_age: 3_600,
    width: 640,
    height: 560,
    html:
      `<iframe src="${ORIGIN}/r/${room}/embed" title="${room}" width="640" height="560" frameborder="0" loading="lazy" ` +
      `allow="clipboard-write" referrerpolicy="strict-origin-when-cross-origin"></iframe>`,
  });
  expect(await isCreated(room)).toBe(false);
});

test("[HTTP-26] the frame is no larger than the site allows", async () => {
  const { width, height, html } = await richOf(`${ORIGIN}/r/tea`, "&maxwidth=300&maxheight=9000");
  expect([width, height]).toEqual([300, 560]);
  expect(html).toContain('width="300" height="560"');
  for (const wrong of ["&maxwidth=0", "&maxheight=wide", "&maxwidth=-1"]) {
    const answer = await oembed(`${ORIGIN}/r/tea`, wrong);
    expect([answer.status, await answer.json()]).toMatchObject([400, { code: "bad_request" }]);
  }
});

test("[HTTP-26] the title is the room's, escaped in the frame and in XML", async () => {
  const { name } = await ownedRoom({ title: 'Tea & "cake" <b>' });
  const rich = await richOf(`${ORIGIN}/r/${name}`);
  expect(rich["title"]).toBe('Tea & "cake" <b>');
  expect(rich.html).toContain('title="Tea &amp; &quot;cake&quot; &lt;b&gt;"');
  const answer = await oembed(`${ORIGIN}/r/${name}`, "&format=xml");
  expect(answer.headers.get("Content-Type")).toBe("text/xml; charset=utf-8");
  const xml = await answer.text();
  expect(xml).toContain("<title>Tea &amp; &quot;cake&quot; &lt;b&gt;</title>");
  expect(xml).toContain("<html>&lt;iframe src=&quot;");
  expect(xml).toMatch(/^<\?xml version="1\.0" encoding="utf-8" standalone="yes"\?><oembed><version>1\.0</);
});

test("[HTTP-26] no title makes XML that cannot be read", async () => {
  const { name } = await ownedRoom({ title: "Tea\ufffe and \uffffcake" });
  const xml = await (await oembed(`${ORIGIN}/r/${name}`, "&format=xml")).text();
  expect(xml).toContain("<title>Tea and cake</title>");
  expect(xml).not.toMatch(/[\ufffe\uffff]/);
});

describe("[HTTP-26] the link", () => {
  test.each([
    ["of the room's frame", "/r/tea/embed"],
    ["of its page without JavaScript", "/r/tea/plain?lang=ar"],
    ["with a message", "/r/tea#5"],
    ["in another spelling", "/r/%54ea/"],
  ])("%s is the room's: %s", async (_what, path) => {
    const { html } = await richOf(ORIGIN + path);
    expect(html).toContain(`src="${ORIGIN}/r/tea/embed"`);
  });

  test("of a name in another script is percent-encoded", async () => {
    const { html, title } = await richOf(`${ORIGIN}/r/شاي`);
    expect(html).toContain(`src="${ORIGIN}/r/${encodeURIComponent("شاي")}/embed"`);
    expect(title).toBe("شاي");
  });

  test.each([
    "https://other.example/r/tea",
    `${ORIGIN}.other.example/r/tea`,
    `${ORIGIN}/`,
    `${ORIGIN}/privacy`,
    `${ORIGIN}/r/tea/messages`,
    `${ORIGIN}/r/a b`,
    `${ORIGIN}/r/%`,
    "tea",
    "javascript:alert(1)",
    "",
  ])("that is of no room here is not found: %j", async (url) => {
    const answer = await oembed(url);
    expect([answer.status, await answer.json()]).toMatchObject([404, { code: "not_found" }]);
  });

  test("is needed, and the form one of two", async () => {
    expect((await fetchWorker("/oembed")).status).toBe(400);
    const answer = await oembed(`${ORIGIN}/r/tea`, "&format=yaml");
    expect([answer.status, await answer.json()]).toMatchObject([406, { code: "not_acceptable" }]);
  });

  test("has the scheme and host that a proxy hides", async () => {
    const POLICY = { origin: "https://chat.example" };
    const url = `${ORIGIN}/oembed?url=${encodeURIComponent("https://chat.example/r/tea")}`;
    const request = new Request(url) as Request<unknown, IncomingRequestCfProperties>;
    const answer = await worker.fetch(request, { ...env, POLICY }, createExecutionContext());
    const { html } = (await answer.json()) as Rich;
    expect(html).toContain('src="https://chat.example/r/tea/embed"');
  });
});

test("[HTTP-26] [PRIV-5] a private room is refused from the moment that it is, and its page has no link", async () => {
  const { name, ownerKey } = await ownedRoom({ title: "Secret" });
  const pageOf = async () => (await fetchWorker(`/r/${name}`, { headers: { Accept: "text/html" } })).text();
  const link = /<link rel="alternate" type="application\/json\+oembed" href="([^"]*)" title="([^"]*)"/;
  const [, href = "", title] = link.exec(await pageOf()) ?? [];
  expect(title).toBe("Secret · Majlis");
  const { pathname, search } = new URL(href.replaceAll("&amp;", "&"));
  expect(await (await fetchWorker(pathname + search)).json()).toMatchObject({ title: "Secret" });

  await fetchWorker(`/r/${name}/settings`, {
    method: "PATCH",
    ...bearerAuth(ownerKey, { "Content-Type": "application/json" }),
    body: JSON.stringify({ read: "members" }),
  });
  const refused = await fetchWorker(pathname + search);
  expect([refused.status, await refused.json()]).toMatchObject([401, { code: "members_only" }]);
  expect(await pageOf()).not.toMatch(link);
});

test("[HTTP-26] [OWN-9] a deleted room is gone", async () => {
  const { name, ownerKey } = await ownedRoom({});
  await fetchWorker(`/r/${name}`, { method: "DELETE", ...bearerAuth(ownerKey) });
  const answer = await oembed(`${ORIGIN}/r/${name}`);
  expect([answer.status, await answer.json()]).toMatchObject([410, { code: "room_deleted" }]);
});
