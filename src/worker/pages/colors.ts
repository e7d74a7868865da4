/** Colours that a browser wants to know before any style sheet, of tokens.css as sRGB. */

/** `--surface`: what the bar at the top of a room is made of */
export const SURFACE = { light: "#fefcf9", dark: "#27201c" } as const;
/** `--background` */
export const GROUND = { light: "#f8f3ec" } as const;
