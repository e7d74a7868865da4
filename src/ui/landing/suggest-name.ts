import { PRONOUNCEABLE_NAME_BYTES, pronounceableName } from "../../text/pronounceable-names.ts";

/** Shows the button that suggests another name. */
export function enableNameSuggestions(input: HTMLInputElement): void {
  const button = document.querySelector<HTMLButtonElement>("#another");
  if (button === null) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    input.value = pronounceableName(crypto.getRandomValues(new Uint8Array(PRONOUNCEABLE_NAME_BYTES)));
    input.dispatchEvent(new Event("input"));
  });
}
