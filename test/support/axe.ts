/** axe-core on a page, evaluated and not in a script tag, which the pages' content security policy forbids. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Frame, Page } from "playwright-core";

/** Escaped: for one letter beyond ASCII a browser holds all of it in two bytes each, and takes an eighth longer to load it. */
const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8").replaceAll(
  /[^\n -~]/g,
  (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
);

/** Every violation as a line: `rule (impact): the first element`. */
export function axeViolations(page: Page | Frame): Promise<string[]> {
  return violationsOf(page, "");
}

/** The same of the rules about colours alone, for a page whose other rules have been checked in another theme. */
export function axeColorViolations(page: Page | Frame): Promise<string[]> {
  return violationsOf(page, "runOnly: ['color-contrast', 'link-in-text-block'],");
}

async function violationsOf(page: Page | Frame, rules: string): Promise<string[]> {
  if (await page.evaluate(() => !("axe" in globalThis))) await page.evaluate(source);
  // Preloading stylesheets is needed only for an experimental rule about orientation lock. Made into lines in the page: to send
  // what every rule has found takes as long as the rules.
  return page.evaluate<string[]>(
    `axe.run(document, { ${rules} resultTypes: ['violations'], preload: false, elementRef: false })
      .then(({ violations }) => violations.map(({ id, impact, nodes: [first] }) => \`\${id} (\${impact}): \${first.html}\`))`,
  );
}
