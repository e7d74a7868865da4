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
