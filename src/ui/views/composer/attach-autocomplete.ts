/** Connects the composer's field to the autocomplete: its text, its cursor and its keys. */
import { isComposing } from "../../browser/is-composing.ts";
import type { Autocomplete, Replacement } from "../../conversation/autocomplete.ts";

/** Called with what takes the place of the word at the cursor. */
type Apply = (replacement: Replacement | undefined) => void;

/** Starts; returns the function that stops. */
export function attachAutocomplete(
  field: HTMLTextAreaElement,
  autocomplete: Autocomplete,
  apply: Apply,
): () => void {
  const controller = new AbortController();
  const { signal } = controller;
  const update = () => updateOptions(field, autocomplete);
  const onInput = (): void => {
    update();
    completeShortName(field, autocomplete, apply);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (isComposing(event) || event.ctrlKey || event.altKey || event.metaKey) return;
    if (autocomplete.options.value === undefined || !handleKey(event, autocomplete, apply)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  field.addEventListener("input", onInput, { signal });
  // Captured, before the composer's own: while there are options, some keys are theirs.
  field.addEventListener("keydown", onKeyDown, { signal, capture: true });
  field.addEventListener("blur", () => autocomplete.close(), { signal });
  document.addEventListener("selectionchange", update, { signal });
  onInput();
  return () => controller.abort();
}

/** Shows the options for the word at the cursor, if the field has the focus. */
export function updateOptions(field: HTMLTextAreaElement, autocomplete: Autocomplete): void {
  if (document.activeElement !== field || field.selectionStart !== field.selectionEnd)
    return autocomplete.close();
  // If the names of emoji cannot be loaded there are no suggestions: no reason for an error message.
  autocomplete.update(field.value, field.selectionEnd).catch(() => autocomplete.close());
}

/** Replaces a `:short_name:` that was just closed by its emoji, unless the text has changed meanwhile. */
function completeShortName(field: HTMLTextAreaElement, autocomplete: Autocomplete, apply: Apply): void {
  const { value, selectionEnd } = field;
  autocomplete
    .completeShortName(value, selectionEnd)
    .then((replacement) => (field.value === value ? apply(replacement) : undefined))
    .catch(() => undefined);
}

/** Performs what a key does to the options; false if it does nothing to them. */
function handleKey({ key, shiftKey }: KeyboardEvent, autocomplete: Autocomplete, apply: Apply): boolean {
  switch (key) {
    case "ArrowDown":
      autocomplete.move(1);
      return true;
    case "ArrowUp":
      autocomplete.move(-1);
      return true;
    case "Escape":
      return autocomplete.dismiss();
    case "Enter":
    case "Tab":
      if (shiftKey) return false;
      apply(autocomplete.choose());
      return true;
    default:
      return false;
  }
}
