/** Shows the button that goes through the names that the page came with. */
export function enableNameSuggestions(input: HTMLInputElement): void {
  const button = document.querySelector<HTMLButtonElement>("#another");
  const names = button?.dataset["names"]?.split(" ");
  if (button === null || names === undefined) return;
  names.push(input.defaultValue);
  let shown = 0;
  button.hidden = false;
  button.addEventListener("click", () => {
    input.value = names[shown++ % names.length] ?? "";
    input.dispatchEvent(new Event("input"));
  });
}
