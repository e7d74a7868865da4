/**
 * The `<head>` of every page. It has no inline script and no inline style: the Content-Security-Policy allows neither.
 */
import { html } from "hono/html";
import { LANGUAGE_INFO, type Language } from "../../locales/languages-info.ts";
import { pageLocale } from "../page-locale.ts";
import type { DisplaySettings } from "../../protocol/display-settings.ts";
import type { PageAssets } from "./assets.ts";
import { SURFACE } from "./colors.ts";

/** `auto` follows the system's setting. */
export type PageTheme = "auto" | "light" | "dark";

/** The result of hono's `html`: escaped text. */
export type Html = ReturnType<typeof html>;

export interface Head {
  readonly title: string;
  readonly description: string;
  readonly canonicalUrl: string;
  readonly language: Language;
  /** the BCP 47 tag of the language of title and description; `language` if absent */
  readonly locale?: string;
  readonly theme: PageTheme;
  readonly assets: PageAssets;
  /** `false` keeps the page out of search engines */
  readonly indexed: boolean;
  /** the script's first request, preloaded while the script loads */
  readonly dataUrl?: string;
  /** the description of the page for sites that show what their authors link to (oembed.com) */
  readonly oembedUrl?: string;
  /** where a browser without JavaScript is redirected */
  readonly noscriptUrl?: string;
  /** after how many seconds the page is loaded again */
  readonly refreshS?: number;
}

const COLOR_SCHEMES: Readonly<Record<PageTheme, string>> = {
  auto: "light dark",
  light: "light",
  dark: "dark",
};

/** The attributes of `<html>` that styles and scripts read. */
export interface PageAttributes {
  readonly language: Language;
  readonly theme: PageTheme;
  readonly display: DisplaySettings;
  /** that of the language if absent */
  readonly direction?: "ltr" | "rtl" | undefined;
}

/** The attributes of `<html>` that all pages have. */
export function rootAttributes({ language, theme, display, direction }: PageAttributes): Html {
  const { textSize, density, clock } = display;
  return html`lang="${language}" dir="${direction ?? LANGUAGE_INFO[language].direction}" data-theme="${theme}"
  data-text-size="${textSize}" data-density="${density}" data-clock="${clock}"`;
}

export function head(page: Head): Html {
  const { title, description, canonicalUrl, language, theme, indexed, refreshS } = page;
  return html`<head>
    <meta charset="utf-8" />
    <title>${title}</title>
    <meta
      name="viewport"
      content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content"
    />
    <meta name="color-scheme" content="${COLOR_SCHEMES[theme]}" />
    <meta name="description" content="${description}" />
    ${indexed ? "" : html`<meta name="robots" content="noindex" />`}
    ${refreshS === undefined ? "" : html`<meta http-equiv="refresh" content="${refreshS}" />`}
    <link rel="canonical" href="${canonicalUrl}" />
    <link rel="icon" href="/icon.svg" type="image/svg+xml" />
    <link rel="apple-touch-icon" href="/apple-touch-icon.png" />
    <link rel="manifest" href="/manifest.webmanifest?lang=${language}" />
    ${themeColors(theme)} ${openGraph(page)} ${oembedLink(page)} ${resources(page)}
  </head>`;
}

/** The preview of a link in other apps (ogp.me). */
function openGraph({ title, description, canonicalUrl, language, locale = language }: Head): Html {
  return html`<meta property="og:type" content="website" />
    <meta property="og:site_name" content="Majlis" />
    <meta property="og:title" content="${title}" />
    <meta property="og:description" content="${description}" />
    <meta property="og:url" content="${canonicalUrl}" />
    <meta property="og:locale" content="${locale.replaceAll("-", "_")}" />
    <meta property="og:image" content="${new URL("/og.png", canonicalUrl).href}" />
    <meta property="og:image:type" content="image/png" />
    <meta property="og:image:width" content="1200" />
    <meta property="og:image:height" content="630" />
    <meta property="og:image:alt" content="${pageLocale(language).pages.imageAlt}" />
    <meta name="twitter:card" content="summary_large_image" />`;
}

function oembedLink({ oembedUrl, title }: Head): Html {
  if (oembedUrl === undefined) return html``;
  return html`<link rel="alternate" type="application/json+oembed" href="${oembedUrl}" title="${title}" />`;
}

/** Style, script and what the script loads first: the largest first. */
function resources({ language, assets, dataUrl, noscriptUrl }: Head): Html {
  return html`<link rel="stylesheet" href="${assets.style}" />
    ${assets.script === undefined ? "" : html`<script type="module" src="${assets.script}"></script>`}
    ${modulePreloads(assets, language).map((url) => html`<link rel="modulepreload" href="${url}" />`)}
    ${
      dataUrl === undefined
        ? ""
        : html`<link id="data" rel="preload" as="fetch" crossorigin="anonymous" href="${dataUrl}" />`
    }
    ${
      noscriptUrl === undefined
        ? ""
        : html`<noscript><meta http-equiv="refresh" content="0;url=${noscriptUrl}" /></noscript>`
    }`;
}

/** The colours of the browser's toolbars. Both are in the page, so that the script can switch between them. */
function themeColors(theme: PageTheme): readonly Html[] {
  return (["light", "dark"] as const).map(
    (scheme) =>
      html`<meta
        name="theme-color"
        content="${SURFACE[scheme]}"
        media="${colorMedia(theme, scheme)}"
        data-scheme="${scheme}"
      />`,
  );
}

function colorMedia(theme: PageTheme, scheme: "light" | "dark"): string {
  if (theme === "auto") return `(prefers-color-scheme: ${scheme})`;
  return theme === scheme ? "all" : "not all";
}

/** The chunks that the script loads at once. */
function modulePreloads({ preload, languages }: PageAssets, language: Language): readonly string[] {
  const languageChunk = languages[language];
  return languageChunk === undefined ? preload : [...preload, languageChunk];
}
