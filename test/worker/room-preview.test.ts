/** What the pages of a room say of it before their script has joined (SPEC HTTP-23, PRIV-5). */
import { describe, expect, test } from "vitest";
import { ORIGIN, uniqueRoomName } from "../support/runtime/guest.ts";
import { bearerAuth, fetchWorker } from "../support/runtime/worker-requests.ts";

const JSON_TYPE = { "Content-Type": "application/json" };
const TITLE = 'Tea & "cake"';
const TOPIC = "<b>شاي</b> at four";
const PAGES = ["", "/embed", "/plain", "/plain?view=embed"];

async function ownedRoom(settings: object): Promise<{ name: string; ownerKey: string }> {
  const body = JSON.stringify({ name: uniqueRoomName(), ...settings });
  const created = await fetchWorker("/rooms", { method: "POST", headers: JSON_TYPE, body });
  return created.json();
}

async function pageOf(room: string, path: string): Promise<string> {
  return (await fetchWorker(`/r/${room}${path}`, { headers: { Accept: "text/html" } })).text();
}

/** The content of each `<meta>` that has one of these names or properties, and the title. */
function headOf(page: string): Record<string, string | undefined> {
  const metas = [...page.matchAll(/<meta (?:name|property)="([\w:]+)" content="([^"]*)"/g)];
  const title = /<title>([^<]*)<\/title>/.exec(page)?.[1];
  return { title, ...Object.fromEntries(metas.map(([, name = "", content]) => [name, content])) };
}

describe("[HTTP-23] the head of a room's page", () => {
  test.each(PAGES)("has its title and topic, escaped: %j", async (path) => {
    const { name } = await ownedRoom({ title: TITLE, topic: TOPIC });
    const page = await pageOf(name, path);
    const title = "Tea &amp; &quot;cake&quot; · Majlis";
    const description = "&lt;b&gt;شاي&lt;/b&gt; at four";
    expect(headOf(page)).toMatchObject({
      title,
      description,
      "og:title": title,
      "og:description": description,
      "og:url": `${ORIGIN}/r/${name}`,
      robots: "noindex",
    });
    expect(page).not.toContain("<b>");
  });

  test.each(PAGES)("has the room's name where it has neither: %j", async (path) => {
    const { name } = await ownedRoom({});
    for (const room of [name, uniqueRoomName()]) {
      const head = headOf(await pageOf(room, path));
      expect(head).toMatchObject({ title: `${room} · Majlis`, "og:title": `${room} · Majlis` });
      expect(head["og:description"]).toBe(`Open the link to join the chat room ${room}.`);
    }
  });

  test.each(PAGES)("[PRIV-5] has nothing of a private room, from the moment that it is: %j", async (path) => {
    const { name, ownerKey } = await ownedRoom({ title: TITLE, topic: TOPIC });
    await fetchWorker(`/r/${name}/settings`, {
      method: "PATCH",
      ...bearerAuth(ownerKey, JSON_TYPE),
      body: JSON.stringify({ read: "members" }),
    });
    const page = await pageOf(name, path);
    expect(page).not.toMatch(/Tea|شاي/);
    expect(headOf(page)).toMatchObject({ "og:title": `${name} · Majlis`, robots: "noindex" });
  });
});

describe("[SET-9] the language of a room", () => {
  const ARABIC = { title: "مجلس Tea", topic: "شاي", language: "ar-EG" };

  const ask = (room: string, path: string, headers: Record<string, string> = {}) =>
    fetchWorker(`/r/${room}${path}`, { headers: { Accept: "text/html", ...headers } });

  test("is that of its title on the page without JavaScript, in its direction", async () => {
    const { name } = await ownedRoom(ARABIC);
    const page = await pageOf(name, "/plain?lang=en");
    expect(page).toContain('<bdi lang="ar-EG" dir="rtl">مجلس Tea</bdi>');
    expect(page).toContain('<html lang="en" dir="ltr"');
    const plain = await ownedRoom({ title: "Tea" });
    expect(await pageOf(plain.name, "/plain")).toMatch(/<bdi\s*>Tea<\/bdi>/);
  });

  test.each(PAGES)("is og:locale, with the separator of Open Graph: %j", async (path) => {
    const { name } = await ownedRoom(ARABIC);
    const query = path.includes("?") ? "&lang=en" : "?lang=en";
    expect(headOf(await pageOf(name, `${path}${query}`))["og:locale"]).toBe("ar_EG");
    const other = await ownedRoom({ title: "Tea" });
    expect(headOf(await pageOf(other.name, `${path}${query}`))["og:locale"]).toBe("en");
  });

  test.each(PAGES)("is that of its page for readers of other languages than ours: %j", async (path) => {
    const { name } = await ownedRoom(ARABIC);
    const languageOf = async (query: string, headers: Record<string, string>) => {
      const separator = path.includes("?") ? "&" : "?";
      const page = await (await ask(name, `${path}${separator}${query}`, headers)).text();
      return /<html lang="(\w+)"/.exec(page)?.[1];
    };
    expect(await languageOf("", {})).toBe("ar");
    expect(await languageOf("", { "Accept-Language": "ja, de;q=0.5" })).toBe("ar");
    expect(await languageOf("", { "Accept-Language": "ja, fr;q=0.5" })).toBe("fr");
    expect(await languageOf("lang=es", { "Accept-Language": "ja" })).toBe("es");
    const isFrame = path.includes("embed");
    const cookie = { "Accept-Language": "ja", Cookie: "lang=fa" };
    expect(await languageOf("", cookie)).toBe(isFrame ? "ar" : "fa");
  });

  test("that pages are not in leaves them in English", async () => {
    const { name } = await ownedRoom({ title: "お茶", language: "ja" });
    const page = await (await ask(name, "/plain", { "Accept-Language": "de" })).text();
    expect(page).toContain('<html lang="en" dir="ltr"');
    expect(page).toContain('<bdi lang="ja" dir="ltr">お茶</bdi>');
  });

  test.each(["/transcript", "/transcript?as=html"])("is the Content-Language of %s", async (path) => {
    const { name } = await ownedRoom(ARABIC);
    const answer = await fetchWorker(`/r/${name}${path}`);
    expect(answer.headers.get("Content-Language")).toBe("ar-EG");
    const other = await fetchWorker(`/r/${uniqueRoomName()}${path}`);
    expect(other.headers.get("Content-Language")).toBeNull();
  });

  test("[PRIV-5] is in no page of a private room", async () => {
    const { name } = await ownedRoom({ ...ARABIC, read: "members" });
    for (const path of PAGES) expect(await pageOf(name, path)).not.toContain("ar-EG");
  });
});
