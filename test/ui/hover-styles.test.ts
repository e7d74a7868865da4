/** A finger that touched a row leaves it hovered, so that it looks pressed: only a mouse hovers. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PROJECT_ROOT } from "../support/project-root.ts";

const FOLDER = join(PROJECT_ROOT, "src/ui/styles");

/** The selectors with `:hover` that hold on touch screens too. */
function hoversOfFingers(css: string): string[] {
  const open: string[] = [];
  const found: string[] = [];
  for (const [, prelude = "", end] of css.replace(/\/\*[^]*?\*\//g, "").matchAll(/([^{};]*)([{};])/g)) {
    if (end === "}") open.pop();
    if (end !== "{") continue;
    open.push(prelude.trim());
    if (prelude.includes(":hover") && !open.some((around) => around.includes("(hover: hover)")))
      found.push(prelude.trim());
  }
  return found;
}

test.each(globSync("*.css", { cwd: FOLDER }))("%s draws no hover on a touch screen", (file) => {
  expect(hoversOfFingers(readFileSync(join(FOLDER, file), "utf8"))).toEqual([]);
});

test("a hover outside of the media query is found, also where another rule has it", () => {
  const css = "@media (hover: hover) { a:hover { color: red } } b { top: 0 } b:hover, c { color: red }";
  expect(hoversOfFingers(css)).toEqual(["b:hover, c"]);
});
