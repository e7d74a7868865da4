/** The HTML that embeds a room in a website. */
import type { Language } from "../../locales/languages.ts";

export type EmbedTheme = "auto" | "light" | "dark";
/** `auto` follows the visitor. */
export type EmbedLanguage = "auto" | Language;

export interface EmbedChoice {
  readonly theme: EmbedTheme;
  readonly language: EmbedLanguage;
  readonly heightPx: number;
}

export const EMBED_THEMES = ["auto", "light", "dark"] as const satisfies readonly EmbedTheme[];
export const EMBED_HEIGHTS_PX = [400, 560, 720] as const;
export const DEFAULT_EMBED: EmbedChoice = { theme: "auto", language: "auto", heightPx: 560 };

/** The URL for the frame. Without a parameter, theme and language follow the visitor. */
export function embedUrl(roomUrl: URL, { theme, language }: EmbedChoice): string {
  const url = new URL(`${roomUrl.pathname}/embed`, roomUrl);
  if (theme !== "auto") url.searchParams.set("theme", theme);
  if (language !== "auto") url.searchParams.set("lang", language);
  return url.href;
}

/** The script that puts the room in its place, as HTML (SPEC EMBED-7). */
export function scriptCode(roomUrl: URL, room: string, choice: EmbedChoice): string {
  const data = attributesOf(room, choice).map((attribute) => `data-${attribute}`);
  return `<script async src="${roomUrl.origin}/embed.js" ${data.join(" ")}></script>`;
}

/** The element and its script as HTML: for pages whose own code uses it, and for more than one room. */
export function elementCode(roomUrl: URL, room: string, choice: EmbedChoice): string {
  return [
    `<script async src="${roomUrl.origin}/embed.js"></script>`,
    `<majlis-room ${attributesOf(room, choice).join(" ")}></majlis-room>`,
  ].join("\n");
}

/** Without those that follow the page. */
function attributesOf(room: string, { theme, language, heightPx }: EmbedChoice): string[] {
  return [
    `room="${room}"`,
    ...(theme === "auto" ? [] : [`theme="${theme}"`]),
    ...(language === "auto" ? [] : [`lang="${language}"`]),
    `height="${heightPx}"`,
  ];
}

/**
 * The frame as HTML. Its size is set by attributes: a site with a strict Content-Security-Policy refuses inline styles.
 * Room names need no escaping: they have no character that is special in HTML.
 */
export function embedCode(roomUrl: URL, room: string, choice: EmbedChoice): string {
  const src = embedUrl(roomUrl, choice).replaceAll("&", "&amp;");
  return [
    `<iframe src="${src}" title="${room}" loading="lazy"`,
    `width="100%" height="${choice.heightPx}" frameborder="0"`,
    `allow="clipboard-write" referrerpolicy="strict-origin-when-cross-origin"></iframe>`,
  ].join(" ");
}
