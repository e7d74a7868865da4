/** Code with an info word is coloured once it is in view; it is shown, read and copied as without colours. */
import { expect, test } from "vitest";
import { joinRoom } from "../../src/client/index.ts";
import { memoryStorage } from "../../src/client/safe-storage.ts";
import { COLOR_SCHEMES, variant } from "../support/browser-variant.ts";
import { axeViolations } from "../support/axe.ts";
import { setUpBrowser, UNLIMITED_RATES } from "../support/browser-setup.ts";

const setup = setUpBrowser({ limits: UNLIMITED_RATES });

const CODE = `// Say it\nconst url = "https://a.example";\nif (url === null) throw new Error(404);`;
const COLORED = ".code code span";

async function roomWith(name: string, texts: readonly string[]): Promise<string> {
  const url = `${setup.server.origin}/r/${name}`;
  const ana = joinRoom({ url, name: "Ana", storage: memoryStorage() });
  for (const text of texts) await ana.publish(text).stored;
  ana.close();
  return url;
}

/** A block for each kind of token, in both themes. */
const SAMPLES = [
  `\`\`\`js\n${CODE}\n\`\`\``,
  '```yaml\nname: "tea" # hot\n```',
  "```diff\n@@ -1 +1 @@\n-old\n+new\n```",
  '> ```json\n> {"a": [1, true]}\n> ```',
];

test.each(COLOR_SCHEMES)(
  "words of code are coloured, with enough contrast, in the %s theme",
  async (scheme) => {
    const url = await roomWith(`colours-${scheme}`, SAMPLES);
    const reader = await setup.newUser(variant("desktop", scheme, "ar"));
    await reader.openRoom(url);
    await reader.page
      .locator(".code code:has(span)")
      .nth(SAMPLES.length - 1)
      .waitFor();
    const classes = await reader.page
      .locator(COLORED)
      .evaluateAll((all) => all.map(({ className }) => className));
    expect(new Set(classes)).toEqual(
      new Set(
        ["keyword", "string", "value", "name", "comment", "added", "removed"].map((kind) => `token-${kind}`),
      ),
    );
    const code = reader.page.locator(".code code").first();
    await expect.poll(() => code.textContent()).toBe(CODE);
    await expect.poll(() => code.evaluate((element) => getComputedStyle(element).direction)).toBe("ltr");
    expect(await axeViolations(reader.page)).toEqual([]);
    await setup.screenshot(reader, `code-${scheme}`);
  },
);

test("coloured code is copied as it was typed", async () => {
  const url = await roomWith("copied-code", [`\`\`\`js\n${CODE}\n\`\`\``]);
  const reader = await setup.newUser({ permissions: ["clipboard-read", "clipboard-write"] });
  await reader.openRoom(url);
  await reader.page.locator(COLORED).first().waitFor();
  await reader.page.locator(".code code").selectText();
  await reader.page.keyboard.press("ControlOrMeta+c");
  await expect.poll(() => reader.page.evaluate(() => navigator.clipboard.readText())).toBe(CODE);
});

test("without the highlighter code is plain, and no error is shown", async () => {
  const url = await roomWith("plain-code", [
    "```js\nlet a;\n```",
    "```\nlet b;\n```",
    "```klingon\nlet c;\n```",
  ]);
  const reader = await setup.newUser();
  const refused: string[] = [];
  await reader.page.route("**/assets/highlight-*.js", (route) => {
    refused.push(route.request().url());
    return route.abort("connectionrefused");
  });
  await reader.openRoom(url);
  await reader.waitForText("let c;");
  await expect.poll(() => refused.length).toBe(1);
  await expect.poll(() => reader.page.locator(COLORED).count()).toBe(0);
  await expect
    .poll(() => reader.page.locator(".code code").allTextContents())
    .toEqual(["let a;", "let b;", "let c;"]);
  await expect.poll(() => reader.page.locator("[role='alert']:not(:empty)").count()).toBe(0);
});

test("code out of view is not coloured, nor is the highlighter loaded for it", async () => {
  const url = await roomWith("code-above", [
    "```js\nlet a;\n```",
    // Several: a long one would be folded.
    ...Array.from({ length: 12 }, () => "line\n".repeat(10)),
    "the end",
  ]);
  const reader = await setup.newUser();
  await reader.openRoom(url);
  await reader.waitForMessageActions("the end");
  await reader.page.waitForLoadState("networkidle");
  const code = reader.page.locator(".code code");
  await expect.poll(() => code.locator("span").count()).toBe(0);
  await code.scrollIntoViewIfNeeded();
  await code.locator("span").first().waitFor();
});
