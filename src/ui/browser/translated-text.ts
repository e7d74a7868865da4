/**
 * Keeps texts up to date in a page that the browser translates. A translator replaces each text node by a `font` element
 * (Chrome, Edge), but the renderer goes on changing the text node it made, which is not shown. When such a text changes,
 * it takes its place again, and the translator translates it again.
 */
export function restoreTranslatedTexts(root: Element): void {
  /** by the text node that was replaced */
  const translations = new WeakMap<Node, Element>();
  const changes = new MutationObserver((records) => {
    for (const { target } of records) if (!target.isConnected) translations.get(target)?.replaceWith(target);
  });
  const replacements = new MutationObserver((records) => {
    for (const record of records) {
      const translation = fontOf(record);
      if (translation === undefined) continue;
      for (const text of record.removedNodes) {
        if (text.nodeType !== Node.TEXT_NODE || text.isConnected) continue;
        translations.set(text, translation);
        changes.observe(text, { characterData: true });
      }
    }
  });
  replacements.observe(root, { childList: true, subtree: true });
}

/** The `font` element that took the place of a removed node; it may have been inserted before or after the removal. */
function fontOf({
  removedNodes,
  addedNodes,
  previousSibling,
  nextSibling,
}: MutationRecord): Element | undefined {
  if (removedNodes.length === 0) return undefined;
  return [addedNodes[0], previousSibling, nextSibling].find(isFont);
}

function isFont(node: Node | null | undefined): node is Element {
  return node instanceof Element && node.localName === "font";
}
