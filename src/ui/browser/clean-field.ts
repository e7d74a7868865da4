/** Removes control characters from what was typed, pasted or dropped into `field`. The cursor stays where it is. */
export function cleanField(
  field: HTMLInputElement | HTMLTextAreaElement,
  clean: (text: string) => string,
): void {
  const { value, selectionStart } = field;
  const cleaned = clean(value);
  if (cleaned === value) return;
  const cursor = clean(value.slice(0, selectionStart ?? value.length)).length;
  field.value = cleaned;
  field.setSelectionRange(cursor, cursor);
}
