import { expect, test } from "vitest";
import { exportedNames, shortenExports } from "../../src/build/export-names.ts";

const file = (name: string, text: string) => ({ name, contents: new TextEncoder().encode(text) });

test("a chunk exports what others import by the names that it has there itself", () => {
  const files = [
    file("chunk-A.js", `var x=1,y=2;function z(){}export{x as a,y as b,z};`),
    file("chunk-B.js", `import{a as q,z as b}from"./chunk-A.js";import{a}from"./chunk-C.js";b(q,a);`),
    file("chunk-D.js", `import"./chunk-A.js";import{b}from"./chunk-A.js";export{b as x};\n`),
    file("page.css", `import{a}from"./chunk-A.js"`),
  ];
  const renamed = shortenExports(files, new Set(["chunk-A.js"]));
  expect(renamed.map(({ contents }) => new TextDecoder().decode(contents))).toEqual([
    `var x=1,y=2;function z(){}export{x,y,z};`,
    `import{x as q,z as b}from"./chunk-A.js";import{a}from"./chunk-C.js";b(q,a);`,
    `import"./chunk-A.js";import{y as b}from"./chunk-A.js";export{b as x};\n`,
    `import{a}from"./chunk-A.js"`,
  ]);
  expect(exportedNames(`var x;export{x as a,y};`)).toEqual(["a", "y"]);
});

test("an import of what a chunk does not export fails the build", () => {
  const files = [file("chunk-A.js", `export{x as a};`), file("chunk-B.js", `import{c}from"./chunk-A.js";`)];
  expect(() => shortenExports(files, new Set(["chunk-A.js"]))).toThrow("chunk-A.js has no export c");
});
