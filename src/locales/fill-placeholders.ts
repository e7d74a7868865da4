/** Values by the names of placeholders. */
export type Placeholders = Readonly<Record<string, string | number>>;

/** Fills each `{name}` of a template; a placeholder without a value stays as it is. */
export function fillPlaceholders(
  template: string,
  values: Placeholders,
  format: (value: string | number) => string = String,
): string {
  return template.replace(/\{(\w+)\}/gu, (placeholder, name: string) => {
    const value = values[name];
    return value === undefined ? placeholder : format(value);
  });
}
