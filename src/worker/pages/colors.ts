/** Colours that a browser needs before the style sheet: tokens of tokens.css, in sRGB. */

/** `--surface`: the background of a room's header */
export const SURFACE = { light: "#fefcf9", dark: "#27201c" } as const;
/** `--background` */
export const GROUND = { light: "#f8f3ec" } as const;
