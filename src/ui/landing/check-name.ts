import { parseRoomName } from "../../text/room-names.ts";

/** Says beside the field why a name cannot be a room's, instead of sending it. The words came with the page. */
export function checkName(form: HTMLFormElement, input: HTMLInputElement): void {
  const problem = form.querySelector<HTMLElement>("#room-error");

  const show = (isInvalid: boolean): void => {
    input.setAttribute("aria-invalid", String(isInvalid));
    if (problem !== null) problem.textContent = isInvalid ? (problem.dataset["text"] ?? "") : "";
  };

  form.noValidate = true;
  form.addEventListener("submit", (event) => {
    // Spaces round a pasted name are nobody's intention.
    input.value = input.value.trim();
    const { ok } = parseRoomName(input.value);
    show(!ok);
    if (ok) return;
    event.preventDefault();
    input.focus();
  });
  input.addEventListener("input", () => {
    if (input.getAttribute("aria-invalid") === "true") show(!parseRoomName(input.value.trim()).ok);
  });
}
