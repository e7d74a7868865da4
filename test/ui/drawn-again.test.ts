/** What a page does not compute again as one event changes many messages, or a long one. */
import { h, options, render } from "preact";
import { afterEach, expect, test, vi } from "vitest";
import { MAX_EXCERPTS, remembering } from "../../src/ui/models/remembered-excerpts.ts";
import { MarkdownText } from "../../src/ui/views/message/markdown-text.tsx";

// The build names the style sheet.
vi.mock("../../src/ui/browser/panel-styles.ts", () => ({ loadPanelStyles: () => Promise.resolve() }));
vi.mock("../../src/ui/browser/visible-units.ts", () => ({ visibleUnits: () => 1_000 }));

/** As much of the DOM as Preact needs to draw into. */
class FakeNode {
  readonly ownerDocument = fakeDocument;
  readonly namespaceURI = "http://www.w3.org/1999/xhtml";
  readonly style = {};
  childNodes: FakeNode[] = [];
  parentNode: FakeNode | null = null;
  get firstChild(): FakeNode | null {
    return this.childNodes[0] ?? null;
  }
  get nextSibling(): FakeNode | null {
    const siblings = this.parentNode?.childNodes ?? [];
    return siblings[siblings.indexOf(this) + 1] ?? null;
  }
  insertBefore(node: FakeNode, before: FakeNode | null): void {
    const index = before === null ? this.childNodes.length : this.childNodes.indexOf(before);
    this.childNodes.splice(index, 0, node);
    node.parentNode = this;
  }
  removeChild(node: FakeNode): void {
    this.childNodes = this.childNodes.filter((child) => child !== node);
  }
  setAttribute(): void {}
  removeAttribute(): void {}
}
const fakeDocument = {
  createElementNS: () => new FakeNode(),
  createTextNode: () => new FakeNode(),
};

afterEach(() => {
  vi.unstubAllGlobals();
  delete options.vnode;
});

test("a text is not read again as its message is reacted to, or what that replies to is edited", () => {
  vi.stubGlobal("document", fakeDocument);
  let read = 0;
  options.vnode = ({ type }) => {
    if (typeof type === "function" && type.name === "MarkdownBlocks") read++;
  };
  const root = new FakeNode() as unknown as Element;
  const draw = (text: string, count: number): void => {
    const reactions = [{ emoji: "👍", count, names: [] }];
    render(h(MarkdownText, { size: "short", text, reactions }), root);
  };
  for (let count = 1; count < 10; count++) draw("**bold** text", count);
  expect(read).toBe(1);
  draw("**bolder** text", 10);
  expect(read).toBe(2);
});

test("of one text an excerpt is computed once, however many quote it, and the latest are remembered", () => {
  const compute = vi.fn((text: string, maxUnits: number) => text.slice(0, maxUnits));
  const excerptOf = remembering(compute);
  for (let reply = 0; reply < 300; reply++) expect(excerptOf("original", 4)).toBe("orig");
  expect(compute).toHaveBeenCalledTimes(1);
  expect(excerptOf("original", 2)).toBe("or");
  for (let other = 0; other < MAX_EXCERPTS - 1; other++) excerptOf(`other ${other}`, 4);
  excerptOf("original", 2);
  expect(compute).toHaveBeenCalledTimes(2 + MAX_EXCERPTS - 1);
  excerptOf("original", 4);
  expect(compute).toHaveBeenCalledTimes(2 + MAX_EXCERPTS);
});
