/**
 * Selects the text of a message on a touch screen, where a long press opens the menu instead. The text stays selectable
 * until nothing is selected any more.
 */
export function selectText(message: HTMLElement): void {
  const text = message.querySelector(".text");
  if (text === null) return;
  message.dataset["selecting"] = "";
  getSelection()?.selectAllChildren(text);
  const onSelectionChange = (): void => {
    if (getSelection()?.isCollapsed === false) return;
    document.removeEventListener("selectionchange", onSelectionChange);
    delete message.dataset["selecting"];
  };
  document.addEventListener("selectionchange", onSelectionChange);
}
