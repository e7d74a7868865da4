import { PLEASANT_NAME_BYTES, pleasantName } from "../../text/pleasant-names.ts";

/** Shows the button that suggests another name. */
export function offerOtherNames(input: HTMLInputElement): void {
  const button = document.querySelector<HTMLButtonElement>("#another");
  if (button === null) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    input.value = pleasantName(crypto.getRandomValues(new Uint8Array(PLEASANT_NAME_BYTES)));
    input.dispatchEvent(new Event("input"));
  });
}
