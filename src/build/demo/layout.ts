/** What the pages of the demonstration share. Each has its words in both languages: styles show those of `<html lang>`. */
import { escapeHtml } from "./escape-html.ts";

export interface Words {
  readonly en: string;
  readonly ar: string;
}

export interface DemoPage {
  /** below `/demo/`, without `.html`; the first page is `index` */
  readonly path: string;
  /** styles and scripts go by it */
  readonly kind: "start" | "shop" | "blog" | "stream" | "arena" | "four" | "letter";
  readonly title: Words;
  readonly description: Words;
  /** HTML */
  readonly body: string;
}

/** URLs of the style sheet and of the scripts. */
export interface DemoAssets {
  readonly style: string;
  readonly script: string;
  /** a classic script that runs before anything is drawn */
  readonly early: string;
}

/** The words in each language; HTML. */
export function both(en: string, ar: string): string {
  return `<span lang="en">${en}</span><span lang="ar">${ar}</span>`;
}

const PLACES = [
  { path: "", kind: "start", words: both("Start", "البداية") },
  { path: "shop", kind: "shop", words: both("Shop", "متجر") },
  { path: "coffee", kind: "blog", words: both("Blog", "مدوّنة") },
  { path: "stream", kind: "stream", words: both("Stream", "بثّ") },
  { path: "arena", kind: "arena", words: both("Game", "لعبة") },
  { path: "four", kind: "four", words: both("Board", "لوح") },
  { path: "letter", kind: "letter", words: both("Cursors", "مؤشرات") },
] as const;

export function demoDocument(
  { path, kind, title, description, body }: DemoPage,
  { style, script, early }: DemoAssets,
): string {
  const url = `/demo/${path === "index" ? "" : path}`;
  return `<!doctype html>
<html lang="en" dir="ltr" data-theme="auto" data-kind="${kind}">
<head>
<meta charset="utf-8">
<title data-ar="${escapeHtml(title.ar)}">${escapeHtml(title.en)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="${escapeHtml(description.en)}">
<meta name="robots" content="noindex">
<link rel="canonical" href="${url}">
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${style}">
<script src="${early}"></script>
<script type="module" src="${script}"></script>
</head>
<body>
<header class="bar">
<a class="brand" href="/"><img src="/icon.svg" alt="" width="22" height="22">Majlis</a>
<nav aria-label="Demo">${PLACES.map((place) => navLink(place, kind)).join("")}</nav>
<div class="switches">
<button type="button" data-switch="theme">${icon("theme")}<span class="wide">${both("Light or dark", "فاتح أو داكن")}</span></button>
<button type="button" data-switch="lang"><span lang="en"><bdi lang="ar">العربية</bdi></span><span lang="ar"><bdi lang="en">English</bdi></span></button>
</div>
</header>
${body}
<footer class="foot"><p>${both(
    `A demonstration of <a href="/">Majlis</a>. No shop, no author and no studio stands behind these pages; the rooms are real. <a href="/openapi.json">OpenAPI</a>, <a href="/protocol.txt">protocol</a>.`,
    `عرض لـ<a href="/">مجلس</a>. ليس وراء هذه الصفحات متجر ولا كاتب ولا استوديو، أما الغرف فحقيقية. <a href="/openapi.json">OpenAPI</a>، <a href="/protocol.txt">البروتوكول</a>.`,
  )}</p></footer>
</body>
</html>
`;
}

function navLink({ path, kind, words }: (typeof PLACES)[number], current: DemoPage["kind"]): string {
  return `<a href="/demo/${path}"${kind === current ? ' aria-current="page"' : ""}>${words}</a>`;
}

/** Markup that works in the page, and is shown there as it would be on another site. */
export interface Example {
  readonly live: string;
  readonly shown: string;
}

/** @param markup of a page of another site, with `ORIGIN` for the deployment's */
export function example(markup: string): Example {
  return {
    live: markup.replaceAll("ORIGIN", ""),
    shown: code(markup),
  };
}

/** Code with `ORIGIN` for the deployment's origin, which a script fills in. */
export function code(text: string): string {
  const shown = escapeHtml(text.trim()).replaceAll("ORIGIN", `<span data-origin>https://YOUR-MAJLIS</span>`);
  return `<pre class="code" dir="ltr"><code>${shown}</code></pre>`;
}

/** What the page's room reports; a script fills it in. */
export const REPORTS = `<div class="reports"><h3>${both("What the room reports", "ما تُعلِم به الغرفة")}</h3>
<ol class="events" dir="ltr" aria-live="off"></ol><p class="hint">${both(
  "Events of the element, as the page receives them. The newest is first.",
  "أحداث العنصر كما تصل إلى الصفحة، والأحدث أولًا.",
)}</p></div>`;

/** How the page does it. */
export function behind(...parts: readonly string[]): string {
  return `<section class="behind" aria-labelledby="behind">
<h2 id="behind">${both("How this page does it", "كيف تفعل الصفحة ذلك")}</h2>
<div class="behind-parts">${parts.join("\n")}</div>
</section>`;
}

const ICONS = {
  theme: '<circle cx="12" cy="12" r="8"/><path d="M12 4a8 8 0 0 1 0 16z" fill="currentColor"/>',
  pause: '<path d="M8 5v14M16 5v14" stroke-width="3"/>',
} as const;

export function icon(name: keyof typeof ICONS): string {
  return `<svg class="icon" viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" stroke-width="1.6" aria-hidden="true">${ICONS[name]}</svg>`;
}
