/** What a framed room believes of the page around it (SPEC EMBED-8, EMBED-10). */
import { expect, test } from "vitest";
import { parseConnect, parseHostMessage } from "../../src/ui/models/host-message.ts";
import { hostOrigin } from "../../src/ui/models/host-origin.ts";

const SHOP = "https://shop.example";
const search = `?parent=${encodeURIComponent(SHOP)}`;

test.each([
  ["the browser names the same parent", [SHOP, "https://outer.example"], "", SHOP],
  ["an older browser's referrer does", undefined, `${SHOP}/`, SHOP],
  ["the parent is another page", ["https://evil.example", SHOP], `${SHOP}/`, undefined],
  ["the referrer is of another page", undefined, "https://evil.example/", undefined],
  ["nothing confirms it", undefined, "", undefined],
])("[EMBED-8] the parent in the address counts where %s", (_when, ancestorOrigins, referrer, expected) => {
  expect(hostOrigin({ search, ancestorOrigins, referrer })).toBe(expected);
});

test("[EMBED-8] a page of an opaque origin, or one that is not named, has no connection", () => {
  expect(hostOrigin({ search: "?parent=null", ancestorOrigins: ["null"], referrer: "" })).toBeUndefined();
  expect(hostOrigin({ search: "", ancestorOrigins: [SHOP], referrer: "" })).toBeUndefined();
});

const CONNECT = { type: "majlis:connect", v: 1, id: "a", config: { theme: "dark" } };

test("[EMBED-8] only the answer to this hello connects", () => {
  expect(parseConnect(CONNECT, "a")?.theme).toBe("dark");
  for (const wrong of [{ type: "majlis:hello" }, { v: 2 }, { v: "1" }, { id: "b" }, { id: undefined }])
    expect(parseConnect({ ...CONNECT, ...wrong }, "a")).toBeUndefined();
  for (const noise of [undefined, null, "majlis:connect", 1, [CONNECT]])
    expect(parseConnect(noise, "a")).toBeUndefined();
});

test("[EMBED-10] a wrong value of the look is the room's own choice", () => {
  const own = {
    theme: "auto",
    language: undefined,
    direction: undefined,
    accent: undefined,
    wantsMessages: false,
    roomTitle: undefined,
    isReadOnly: false,
    wantsHeight: false,
  };
  const wrong = {
    theme: "pink",
    lang: "../x",
    dir: "up",
    accent: "red;}body{display:none",
    messages: "yes",
    pageTitle: 1,
    readOnly: "",
    autoHeight: 1,
  };
  for (const config of [wrong, undefined, null, "dark", { theme: ["dark"], lang: 1 }])
    expect(parseConnect({ ...CONNECT, config }, "a")).toEqual(own);
  const right = {
    theme: "light",
    lang: "ar-EG",
    dir: "rtl",
    accent: "#0A84ff",
    messages: true,
    pageTitle: "Tea",
    readOnly: true,
    autoHeight: true,
  };
  expect(parseHostMessage({ type: "config", config: right })).toEqual({
    type: "config",
    config: {
      theme: "light",
      language: "ar-EG",
      direction: "rtl",
      accent: "#0A84ff",
      wantsMessages: true,
      roomTitle: "Tea",
      isReadOnly: true,
      wantsHeight: true,
    },
  });
});

test.each([
  ["  Why\n\ttea? ", "Why tea?"],
  ["", undefined],
  [" \u0007\n", undefined],
  ["می‌خواهم", "می‌خواهم"],
  ["<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"],
  ["x".repeat(100), "x".repeat(100)],
  ["👨‍👩‍👧".repeat(2_000), `${"👨‍👩‍👧".repeat(12)}…`],
])("[EMBED-9] the page's title %j is a line of at most a hundred letters: %j", (given, shown) => {
  const config = { pageTitle: given };
  expect(parseConnect({ ...CONNECT, config }, "a")?.roomTitle).toBe(shown);
});

test("[EMBED-10] a message that is unknown, or not as it should be, is none", () => {
  const wrong = [null, "focus", { type: "send", text: "x" }, { type: "draft" }, { type: "draft", text: 1 }];
  for (const data of [...wrong, { type: "draft", text: "x".repeat(4_001) }])
    expect(parseHostMessage(data)).toBeUndefined();
  expect(parseHostMessage({ type: "focus", more: 1 })).toEqual({ type: "focus" });
  expect(parseHostMessage({ type: "draft", text: "hi" })).toEqual({ type: "draft", text: "hi" });
});

test("[EMBED-12] an answer is a token, a guest or none, and no token is longer than rooms take it", () => {
  const parsed = (token: unknown) => parseHostMessage({ type: "token", id: 1, token });
  expect(parsed("jwt")).toEqual({ type: "token", id: 1, token: "jwt" });
  expect(parsed(null)).toEqual({ type: "token", id: 1, token: null });
  for (const wrong of [undefined, 1, "", {}, "x".repeat(8_193)])
    expect(parsed(wrong)).toEqual({ type: "token", id: 1, token: undefined });
  expect(parseHostMessage({ type: "token", token: "jwt" })).toBeUndefined();
});
