import { describe, expect, test } from "vitest";
import { VERSION } from "../../src/protocol/version.ts";
import { botCommands } from "../../src/ui/models/bot-commands.ts";
import {
  DEFAULT_EMBED,
  elementCode,
  embedCode,
  embedUrl,
  scriptCode,
} from "../../src/ui/models/embed-code.ts";
import { nextTabIndex } from "../../src/ui/models/tab-navigation.ts";

const TEA = new URL("https://rooms.example/r/tea");
const ARABIC = new URL(`https://rooms.example/r/${encodeURIComponent("مجلس")}`);

describe("the embed code", () => {
  test("[EMBED-2] [EMBED-3] names the page for frames, and no theme and language unless they are chosen", () => {
    expect(embedUrl(TEA, DEFAULT_EMBED)).toBe("https://rooms.example/r/tea/embed");
    expect(embedUrl(ARABIC, { theme: "dark", language: "ar", heightPx: 400 })).toBe(
      `${ARABIC.href}/embed?theme=dark&lang=ar`,
    );
  });

  test("is one frame with an HTML-escaped URL", () => {
    const code = embedCode(TEA, "tea", { theme: "light", language: "en", heightPx: 720 });
    expect(code).toContain('src="https://rooms.example/r/tea/embed?theme=light&amp;lang=en"');
    expect(code).toContain('title="tea" loading="lazy" width="100%" height="720"');
    expect(code).not.toContain("style=");
    expect(code).toMatch(/^<iframe [^<>]+><\/iframe>$/);
  });

  test("[EMBED-7] is a script, or an element, with the same choices", () => {
    const choice = { theme: "light", language: "en", heightPx: 720 } as const;
    const loader = 'async src="https://rooms.example/embed.js"';
    expect(scriptCode(TEA, "tea", choice)).toBe(
      `<script ${loader} data-room="tea" data-theme="light" data-lang="en" data-height="720"></script>`,
    );
    expect(elementCode(TEA, "tea", choice)).toBe(
      `<script ${loader}></script>\n<majlis-room room="tea" theme="light" lang="en" height="720"></majlis-room>`,
    );
    expect(scriptCode(TEA, "tea", DEFAULT_EMBED)).toBe(
      `<script ${loader} data-room="tea" data-height="560"></script>`,
    );
  });
});

test("the commands for bots have the room's URL without characters that a shell interprets", () => {
  const { say, read, script, python } = botCommands(ARABIC);
  expect(say).toBe(`curl -d 'hello' '${ARABIC.href}?name=Bot'`);
  expect(read).toBe(`curl ${ARABIC.href}`);
  expect(script).toContain('from "https://rooms.example/assets/majlis.js"');
  expect(script).toContain(`url: "${ARABIC.href}"`);
  expect(python).toBe(
    `pip install https://rooms.example/python/majlis-${VERSION}-py3-none-any.whl && python -m majlis tail ${ARABIC.href}`,
  );
  expect(ARABIC.href).toMatch(/^[\w:/.%-]+$/);
});

describe("keyboard navigation in three tabs", () => {
  test.each([
    { key: "ArrowRight", at: 0, isRightToLeft: false, to: 1 },
    { key: "ArrowRight", at: 2, isRightToLeft: false, to: 0 },
    { key: "ArrowLeft", at: 0, isRightToLeft: false, to: 2 },
    { key: "ArrowLeft", at: 0, isRightToLeft: true, to: 1 },
    { key: "ArrowRight", at: 0, isRightToLeft: true, to: 2 },
    { key: "Home", at: 2, isRightToLeft: true, to: 0 },
    { key: "End", at: 0, isRightToLeft: false, to: 2 },
    { key: "Tab", at: 0, isRightToLeft: false, to: undefined },
  ])("$key moves from $at to $to (right to left: $isRightToLeft)", ({ key, at, isRightToLeft, to }) => {
    expect(nextTabIndex(key, at, 3, isRightToLeft)).toBe(to);
  });
});
