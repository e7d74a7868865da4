/** Puts text on the clipboard. In a frame without permission, the text of `input` is left selected instead. */
export async function copyText(text: string, input: HTMLInputElement | null): Promise<"copied" | "selected"> {
  try {
    await navigator.clipboard.writeText(text);
    return "copied";
  } catch {
    input?.focus();
    input?.select();
    return "selected";
  }
}
