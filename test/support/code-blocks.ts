/** The code in the documents, so that tests run what people copy. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "./project-root.ts";

/** The blocks of one language in a Markdown file, in order. */
export function codeBlocks(path: string, language: string): string[] {
  const text = readFileSync(join(PROJECT_ROOT, path), "utf8");
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gmsu)]
    .filter(([, name]) => name === language)
    .map(([, , code = ""]) => code);
}

/** The only block of that language with `part` in it. Throws Error if there is none, or another. */
export function codeBlock(path: string, language: string, part: string): string {
  const [block, ...others] = codeBlocks(path, language).filter((code) => code.includes(part));
  if (block === undefined || others.length > 0)
    throw new Error(`${path} has ${block === undefined ? "no" : "more than one"} ${language} with ${part}`);
  return block;
}
