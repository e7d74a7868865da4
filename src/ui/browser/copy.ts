export type SelectableField = HTMLInputElement | HTMLTextAreaElement;

/** Copies text to the clipboard. In a frame without permission it selects the text of `field` instead. */
export async function copyText(text: string, field: SelectableField | null): Promise<"copied" | "selected"> {
  try {
    await navigator.clipboard.writeText(text);
    return "copied";
  } catch {
    field?.focus({ preventScroll: true });
    field?.select();
    return "selected";
  }
}

/** Copies text to the clipboard; false if the browser allows neither way. */
export async function copyPlainText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/** `execCommand` needs no permission of the page around a frame. */
function copyBySelection(text: string): boolean {
  const field = document.createElement("textarea");
  field.className = "visually-hidden";
  field.value = text;
  const focused = document.activeElement;
  document.body.append(field);
  field.focus({ preventScroll: true });
  field.select();
  const isCopied = document.execCommand("copy");
  field.remove();
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  return isCopied;
}
