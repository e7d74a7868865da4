import { exports } from "cloudflare:workers";
import jsQR from "jsqr";
import { describe, expect, test } from "vitest";
import { fetchWorker } from "../support/runtime/worker-requests.ts";
import { uniqueRoomName, ORIGIN } from "../support/runtime/guest.ts";

/** Pixels per module. */
const MODULE_PX = 3;
const DARK_RUN = /M(\d+) (\d+)h(\d+)v1h-\d+z/g;

async function svgOf(room: string): Promise<string> {
  const answer = await fetchWorker(`/r/${encodeURIComponent(room)}/qr.svg`);
  expect(answer.status).toBe(200);
  return answer.text();
}

/** Rasterizes the SVG: the background first, then each dark run. */
function raster(svg: string): { readonly pixels: Uint8ClampedArray; readonly sizePx: number } {
  const modules = Number(/viewBox="0 0 (\d+) \1"/.exec(svg)?.[1]);
  expect(svg).toContain(`<path fill="#fff" d="M0 0h${modules}v${modules}H0z"/>`);
  const sizePx = modules * MODULE_PX;
  const pixels = new Uint8ClampedArray(sizePx * sizePx * 4).fill(255);
  for (const [, x, y, length] of svg.matchAll(DARK_RUN)) {
    for (let row = Number(y) * MODULE_PX; row < (Number(y) + 1) * MODULE_PX; row++) {
      const start = row * sizePx + Number(x) * MODULE_PX;
      for (let at = start; at < start + Number(length) * MODULE_PX; at++) pixels.set([0, 0, 0, 255], at * 4);
    }
  }
  return { pixels, sizePx };
}

function read(svg: string): string | undefined {
  const { pixels, sizePx } = raster(svg);
  return jsQR(pixels, sizePx, sizePx)?.data;
}

describe("[HTTP-13] GET /r/{room}/qr.svg", () => {
  test.each(["tea", "مجلس-الأصدقاء", "हिन्दी", "a".repeat(64), "ش".repeat(64)])(
    "a scanner reads the URL of room %s",
    async (room) => {
      expect(read(await svgOf(room))).toBe(`${ORIGIN}/r/${encodeURIComponent(room)}`);
    },
  );

  test("the quiet zone is four light modules on each side", async () => {
    const svg = await svgOf(uniqueRoomName());
    const modules = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1]);
    const runs = [...svg.matchAll(DARK_RUN)].map(
      ([, x, y, length]) => [Number(x), Number(y), Number(length)] as const,
    );
    expect(Math.min(...runs.map(([x]) => x))).toBe(4);
    expect(Math.min(...runs.map(([, y]) => y))).toBe(4);
    expect(Math.max(...runs.map(([x, , length]) => x + length))).toBe(modules - 4);
    expect(Math.max(...runs.map(([, y]) => y + 1))).toBe(modules - 4);
  });

  test("it is an image that is cacheable and embeddable anywhere, and does not create the room", async () => {
    const room = uniqueRoomName();
    const answer = await fetchWorker(`/r/${room}/qr.svg`);
    expect(answer.headers.get("Content-Type")).toBe("image/svg+xml");
    expect(answer.headers.get("Cache-Control")).toBe("public, max-age=86400");
    expect(answer.headers.get("Cross-Origin-Resource-Policy")).toBe("cross-origin");
    expect(answer.headers.get("Content-Security-Policy")).toContain("default-src 'none'");
    const info = await fetchWorker(`/r/${room}`, { headers: { Accept: "application/json" } });
    expect(await info.json()).toMatchObject({ born: false });
  });

  /** The longest name that DNS has room for (RFC 1035 §2.3.4). */
  const LONGEST_HOST = [..."abc"].map((letter) => letter.repeat(63)).join(".") + `.${"d".repeat(61)}`;

  test.each([
    "a",
    "é",
    "ش",
    "क",
    "क\u0941",
    "क\u0941\u0902\u0903\u0900",
    "漢",
    "𑀓",
    "𑀓\u{11038}\u{11038}\u{11038}\u{11038}",
  ])("a room of the longest name of %s has a code, also at the longest host", async (letter) => {
    const bytes = new TextEncoder().encode(letter).length;
    const room = letter.repeat(Math.min(64, Math.floor(512 / bytes)));
    const url = `https://${LONGEST_HOST}:65535/r/${encodeURIComponent(room)}/qr.svg`;
    expect((await exports.default.fetch(url)).status).toBe(200);
  });

  test("[P-5] a URL that no code can hold is a mistake of the request", async () => {
    const letters = `${"क\u0941\u0902\u0903\u0900".repeat(64)}`;
    expect((await fetchWorker(`/r/${encodeURIComponent(letters)}/qr.svg`)).status).toBeOneOf([400, 404]);
    const answer = await exports.default.fetch(`https://${"host.".repeat(500)}example/r/tea/qr.svg`);
    expect([answer.status, await answer.json()]).toEqual([
      400,
      expect.objectContaining({ code: "bad_request", detail: "This URL is too long for a QR code." }),
    ]);
  });

  test("an invalid room name is 404", async () => {
    expect((await fetchWorker("/r/two%20words/qr.svg")).status).toBe(404);
  });
});
