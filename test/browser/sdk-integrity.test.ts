/** The SDK by a name that stands for its bytes, in a page of another site: the example of src/client/README.md. */
import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { VERSION } from "../../src/protocol/version.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { codeBlock } from "../support/code-blocks.ts";
import { HostSite } from "../support/host-site.ts";

const setup = setUpBrowser();
let host: HostSite;

beforeAll(async () => {
  host = await HostSite.start();
});

afterAll(() => host?.stop());

interface Pinned {
  readonly url: string;
  readonly integrity: string;
}

async function pinnedSdk(): Promise<Pinned> {
  const answer = await fetch(`${setup.server.origin}/assets/integrity.json`);
  const files = (await answer.json()) as Readonly<Record<string, Pinned>>;
  const pinned = files["majlis.js"];
  if (pinned === undefined) throw new Error("integrity.json does not name the SDK");
  return pinned;
}

/** The example, with this deployment's address, and its file and hash. */
function example({ url, integrity }: Pinned): string {
  return codeBlock("src/client/README.md", "html", "importmap")
    .replaceAll(`/assets/majlis-${VERSION}-HASH.js`, url)
    .replaceAll("sha384-INTEGRITY", integrity)
    .replaceAll("https://YOUR-MAJLIS", setup.server.origin)
    .replaceAll("/r/tea", "/r/pinned");
}

async function storedTexts(): Promise<string[]> {
  const answer = await fetch(`${setup.server.origin}/r/pinned/messages`);
  const { events } = (await answer.json()) as { readonly events: readonly { readonly text: string }[] };
  return events.map(({ text }) => text);
}

test("a page runs exactly the bytes that integrity.json names, and none if they are others", async () => {
  const pinned = await pinnedSdk();
  const other = { ...pinned, integrity: `sha384-${createHash("sha384").update("other").digest("base64")}` };
  const refused = await setup.newUser();
  const failed = refused.page.waitForEvent("console", (message) => message.text().includes("integrity"));
  await refused.page.goto(host.serve({ body: example(other) }));
  expect((await failed).text()).toContain(pinned.url);
  expect(await storedTexts()).toEqual([]);

  const { page } = await setup.newUser();
  await page.goto(host.serve({ body: example(pinned) }));
  await expect.poll(storedTexts).toEqual(["hi"]);
  // Last: the browser reports what it refused by several events.
  refused.consoleErrors.splice(0);
});

test("the pinned file never changes and may be used by any site, and the types are beside it as text", async () => {
  const { url, integrity } = await pinnedSdk();
  expect(url).toMatch(new RegExp(`^/assets/majlis-${VERSION}-[\\da-f]{8}\\.js$`, "u"));
  const [pinned, newest, types] = await Promise.all(
    [url, "/assets/majlis.js", "/assets/majlis.d.ts"].map((path) =>
      fetch(`${setup.server.origin}${path}`, { headers: { Origin: "https://shop.example" } }),
    ),
  );
  expect(Object.fromEntries(pinned?.headers ?? [])).toMatchObject({
    "access-control-allow-origin": "*",
    "cache-control": "public, max-age=31536000, immutable",
    "cross-origin-resource-policy": "cross-origin",
    "x-typescript-types": "./majlis.d.ts",
  });
  expect(newest?.headers.get("Cache-Control")).toContain("max-age=300");
  const bytes = new Uint8Array((await pinned?.arrayBuffer()) ?? new ArrayBuffer());
  expect(new Uint8Array((await newest?.arrayBuffer()) ?? new ArrayBuffer())).toEqual(bytes);
  expect(integrity).toBe(`sha384-${createHash("sha384").update(bytes).digest("base64")}`);
  expect(types?.headers.get("Content-Type")).toBe("text/plain; charset=utf-8");
  expect(types?.headers.get("Cache-Control")).toContain("max-age=300");
  expect(await types?.text()).toContain(
    "export declare function joinRoom(options: JoinOptions): RoomClient;",
  );
});
