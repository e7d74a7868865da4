export type SelectableField = HTMLInputElement | HTMLTextAreaElement;

/** Puts text on the clipboard. In a frame without permission, the text of `field` is left selected instead. */
export async function copyText(text: string, field: SelectableField | null): Promise<"copied" | "selected"> {
  try {
    await navigator.clipboard.writeText(text);
    return "copied";
  } catch {
    field?.focus();
    field?.select();
    return "selected";
  }
}

/** Puts text on the clipboard, with no field to fall back on; false if the browser lets it in neither way. */
export async function copyPlainText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/** The old way asks no permission of the page that a frame is in. */
function copyBySelection(text: string): boolean {
  const field = document.createElement("textarea");
  field.className = "visually-hidden";
  field.value = text;
  const focused = document.activeElement;
  document.body.append(field);
  field.select();
  const isCopied = document.execCommand("copy");
  field.remove();
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  return isCopied;
}
