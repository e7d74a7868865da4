import { nearestRoomName, parseRoomName } from "../../text/room-names.ts";

/**
 * Validates the room name before the form is sent, and shows the error beside the field. The page has its text. What is
 * not a valid name becomes the nearest one: "Book Club" opens `book-club`.
 */
export function checkName(form: HTMLFormElement, input: HTMLInputElement): void {
  const problem = form.querySelector<HTMLElement>("#room-error");

  const show = (isInvalid: boolean): void => {
    input.setAttribute("aria-invalid", String(isInvalid));
    if (problem !== null) problem.textContent = isInvalid ? (problem.dataset["text"] ?? "") : "";
  };

  form.noValidate = true;
  form.addEventListener("submit", (event) => {
    // Spaces around a pasted name are unintended.
    const entered = input.value.trim();
    const { ok } = parseRoomName(entered);
    const nearest = ok ? entered : nearestRoomName(entered);
    input.value = nearest ?? entered;
    show(nearest === undefined);
    if (nearest !== undefined) return;
    event.preventDefault();
    input.focus();
  });
  input.addEventListener("input", () => {
    if (input.getAttribute("aria-invalid") === "true") show(nearestRoomName(input.value) === undefined);
  });
}
