import { parseRoomName } from "../../text/room-names.ts";

/** Validates the room name before the form is sent, and shows the error beside the field. The page has its text. */
export function checkName(form: HTMLFormElement, input: HTMLInputElement): void {
  const problem = form.querySelector<HTMLElement>("#room-error");

  const show = (isInvalid: boolean): void => {
    input.setAttribute("aria-invalid", String(isInvalid));
    if (problem !== null) problem.textContent = isInvalid ? (problem.dataset["text"] ?? "") : "";
  };

  form.noValidate = true;
  form.addEventListener("submit", (event) => {
    // Spaces around a pasted name are unintended.
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
