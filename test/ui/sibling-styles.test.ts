/**
 * A sibling combinator after a tag, a pseudo-class or `*` is about any element: whenever a message is drawn or removed, the
 * browser then computes the styles of the whole list. After a class it is about the elements of that class.
 */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PROJECT_ROOT } from "../support/project-root.ts";

const FOLDER = join(PROJECT_ROOT, "src/ui/styles");

/** The selectors with a sibling combinator before which no class, id or attribute is. */
function siblingsOfAny(css: string): string[] {
  const preludes = css.replace(/\/\*[^]*?\*\/|\(\d?n \+ \d\)/g, "").matchAll(/([^{};]+)\{/g);
  return [...preludes]
    .flatMap(([, prelude = ""]) => (prelude.trim().startsWith("@") ? [] : splitList(prelude)))
    .filter((selector) =>
      [...selector.matchAll(/(\S+)\s*[~+](?!=)/g)].some(([, before = ""]) => !/[.#[]/.test(before)),
    );
}

/** The selectors of a list; the commas in `:is()` are of none. */
function splitList(prelude: string): string[] {
  return prelude.split(/,(?![^()]*\))/).map((selector) => selector.trim());
}

test.each(globSync("*.css", { cwd: FOLDER }))("%s has no siblings of any element", (file) => {
  expect(siblingsOfAny(readFileSync(join(FOLDER, file), "utf8"))).toEqual([]);
});

test("siblings of a tag, of a pseudo-class and of any element are found, those of a class are not", () => {
  const css = `.a > :first-child ~ * { top: 0 } .b dl div + div, .c + .d { top: 0 } @media (width > 1rem) { .e:is(p, .f) + p { top: 0 } }`;
  expect(siblingsOfAny(css)).toEqual([".a > :first-child ~ *", ".b dl div + div"]);
});
