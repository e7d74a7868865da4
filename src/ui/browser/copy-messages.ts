/**
 * What is copied from the message list: of several messages a line each, `Ana, 11:19: text`, with the markup as typed; of
 * one message with a list its numbers and bullets, which browsers leave out, and of shortened links the whole address.
 */

/** A message as its line says it. */
export interface CopiedMessage {
  /** the author and the time, like `Ana, 11:19:` */
  readonly byline: string;
  /** as typed */
  readonly text: string;
}

/** The items of lists in messages, not the messages in the list. */
const ITEM = "li[data-marker]";

/** Other programs would get this as invisible text. */
const HIDDEN = ".link-hidden";

/** What is selected of one message. */
interface SelectedText {
  readonly message: CopiedMessage;
  readonly isWhole: boolean;
  readonly content: DocumentFragment;
}

/** @param messageAt the message at an element of the list. Returns the function that stops. */
export function startCopying(
  list: HTMLElement,
  messageAt: (element: HTMLElement) => CopiedMessage | undefined,
): () => void {
  const onCopy = (event: ClipboardEvent): void => {
    const range = selectedRange();
    if (range === undefined || event.clipboardData === null || isField(event.target)) return;
    const selected = selectedTexts(list, range, messageAt);
    const [first] = selected;
    if (first === undefined) return;
    const isOne = selected.length === 1;
    // The browser copies the words of one message as well.
    if (isOne && first.content.querySelector(`${ITEM}, ${HIDDEN}`) === null) return;
    event.preventDefault();
    event.clipboardData.setData(
      "text/plain",
      isOne ? plainText(first.content) : selected.map(lineOf).join("\n"),
    );
    event.clipboardData.setData("text/html", selected.map((one) => htmlOf(one, !isOne)).join(""));
  };
  document.addEventListener("copy", onCopy);
  return () => document.removeEventListener("copy", onCopy);
}

/** From the first to the last selected place: Firefox has several ranges where some of it cannot be selected. */
function selectedRange(): Range | undefined {
  const selection = getSelection();
  if (selection === null || selection.isCollapsed) return undefined;
  const range = selection.getRangeAt(0).cloneRange();
  const last = selection.getRangeAt(selection.rangeCount - 1);
  range.setEnd(last.endContainer, last.endOffset);
  return range;
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

function selectedTexts(
  list: HTMLElement,
  range: Range,
  messageAt: (element: HTMLElement) => CopiedMessage | undefined,
): SelectedText[] {
  return [...list.querySelectorAll<HTMLElement>("[data-message]")].flatMap((element) => {
    const text = element.querySelector(".text");
    if (text === null || !range.intersectsNode(text)) return [];
    const message = messageAt(element);
    const selected = intersection(range, text);
    if (message === undefined || selected.toString().trim() === "") return [];
    const content = selected.cloneContents();
    if (!startsItem(selected)) content.querySelector(ITEM)?.removeAttribute("data-marker");
    return [{ message, isWhole: selected.toString() === text.textContent, content }];
  });
}

function intersection(range: Range, element: Element): Range {
  const inside = document.createRange();
  inside.selectNodeContents(element);
  if (range.compareBoundaryPoints(Range.START_TO_START, inside) > 0)
    inside.setStart(range.startContainer, range.startOffset);
  if (range.compareBoundaryPoints(Range.END_TO_END, inside) < 0)
    inside.setEnd(range.endContainer, range.endOffset);
  return inside;
}

/** True unless the selection begins within a list item, whose number is then left out. */
function startsItem({ startContainer, startOffset }: Range): boolean {
  const item = (startContainer instanceof Element ? startContainer : startContainer.parentElement)?.closest(
    ITEM,
  );
  if (item === null || item === undefined) return true;
  const before = document.createRange();
  before.setStart(item, 0);
  before.setEnd(startContainer, startOffset);
  return before.toString() === "";
}

function lineOf({ message, isWhole, content }: SelectedText): string {
  return `${message.byline} ${isWhole ? message.text : plainText(content)}`;
}

const BLOCKS = "p, pre, blockquote, ul, ol, li";

/** The text of a part of a message, with the markers of its list items. */
function plainText(node: Node): string {
  let text = "";
  for (const child of node.childNodes) {
    if (child instanceof Element && child.matches(BLOCKS)) {
      if (text !== "" && !text.endsWith("\n")) text += "\n";
      text += `${markerOf(child)}${plainText(child)}\n`;
    } else text += child instanceof Element ? plainText(child) : (child.textContent ?? "");
  }
  return text.replace(/\n$/u, "");
}

function markerOf(element: Element): string {
  const marker = element.getAttribute("data-marker");
  return marker === null ? "" : `${marker} `;
}

/** What another program needs of the elements of a text. */
const KEPT_ATTRIBUTES: ReadonlySet<string> = new Set(["href", "dir", "value"]);

function htmlOf({ message, content }: SelectedText, hasByline: boolean): string {
  const line = document.createElement("div");
  line.style.whiteSpace = "pre-wrap";
  if (hasByline) {
    const byline = document.createElement("b");
    byline.textContent = message.byline;
    line.append(byline, " ");
  }
  line.append(content);
  for (const element of line.querySelectorAll("*"))
    for (const name of element.getAttributeNames())
      if (!KEPT_ATTRIBUTES.has(name)) element.removeAttribute(name);
  return line.outerHTML;
}
