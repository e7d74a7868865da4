/** Colours of people, by their ids: beside their names, never instead of them. */
const DEGREES = 360;
const SHADES = 19;
const LARGE_PRIME = 999_983;

interface Shade {
  readonly hue: number;
  /** 0 to 0.1 */
  readonly tint: number;
}

function lightColorOf(id: string): string {
  const { hue, tint } = shadeOf(id);
  return `oklch(${(0.76 + tint).toFixed(3)} 0.13 ${hue})`;
}

/** On a light ground, or below white text. */
export function darkColorOf(id: string): string {
  const { hue, tint } = shadeOf(id);
  return `oklch(${(0.38 + tint).toFixed(3)} 0.14 ${hue})`;
}

/** On the page, in either theme. */
export function colorOf(id: string): string {
  return `light-dark(${darkColorOf(id)}, ${lightColorOf(id)})`;
}

function shadeOf(id: string): Shade {
  let hash = 0;
  for (const character of id) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % LARGE_PRIME;
  return { hue: hash % DEGREES, tint: (0.1 * (hash % SHADES)) / SHADES };
}
