/** What the pages of the demonstration share. Each has its words in all languages: styles show those of `<html lang>`. */
import { ar, en, es, fa, fr } from "../../locales/index.ts";
import { LANGUAGE_INFO, LANGUAGES, type Language } from "../../locales/languages-info.ts";
import { escapeHtml } from "./escape-html.ts";

export type AllWords = Readonly<Record<Language, string>>;

export interface DemoPage {
  /** below `/demo/`, without `.html`; the first page is `index` */
  readonly path: string;
  /** styles and scripts go by it */
  readonly kind: (typeof PLACES)[number]["kind"];
  readonly title: AllWords;
  readonly description: AllWords;
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
export function words(all: AllWords): string {
  return LANGUAGES.map((language) => `<span lang="${language}">${all[language]}</span>`).join("");
}

/** Attributes with a text in each language, of which a script takes one. */
export function textAttributes(all: AllWords): string {
  return LANGUAGES.map((language) => ` data-${language}="${escapeHtml(all[language])}"`).join("");
}

/** The name of a guest who has not chosen one: attributes of what names the room of a game. */
export const GUEST_NAMES = textAttributes({
  en: en.room.guestName,
  ar: ar.room.guestName,
  fr: fr.room.guestName,
  es: es.room.guestName,
  fa: fa.room.guestName,
});

const PLACES = [
  {
    path: "",
    kind: "start",
    label: words({ en: "Start", ar: "البداية", fr: "Accueil", es: "Inicio", fa: "آغاز" }),
  },
  {
    path: "shop",
    kind: "shop",
    label: words({ en: "Shop", ar: "متجر", fr: "Boutique", es: "Tienda", fa: "فروشگاه" }),
  },
  {
    path: "coffee",
    kind: "blog",
    label: words({ en: "Blog", ar: "مدوّنة", fr: "Blog", es: "Blog", fa: "وبلاگ" }),
  },
  {
    path: "stream",
    kind: "stream",
    label: words({ en: "Stream", ar: "بثّ", fr: "Direct", es: "Directo", fa: "پخش زنده" }),
  },
  {
    path: "arena",
    kind: "arena",
    label: words({ en: "Game", ar: "لعبة", fr: "Jeu", es: "Juego", fa: "بازی" }),
  },
  {
    path: "four",
    kind: "four",
    label: words({ en: "Board", ar: "لوح", fr: "Plateau", es: "Tablero", fa: "تخته" }),
  },
  {
    path: "letter",
    kind: "letter",
    label: words({ en: "Cursors", ar: "مؤشرات", fr: "Curseurs", es: "Cursores", fa: "اشاره‌گرها" }),
  },
] as const;

const FOOTER: AllWords = {
  en: `A demonstration of <a href="/">Majlis</a>. No shop, no author and no studio stands behind these pages; the rooms are real. <a href="/openapi.json">OpenAPI</a>, <a href="/protocol.txt">protocol</a>.`,
  ar: `عرض لـ<a href="/">مجلس</a>. ليس وراء هذه الصفحات متجر ولا كاتب ولا استوديو، أما الغرف فحقيقية. <a href="/openapi.json">OpenAPI</a>، <a href="/protocol.txt">البروتوكول</a>.`,
  fr: `Une démonstration de <a href="/">Majlis</a>. Derrière ces pages, ni boutique, ni auteur, ni studio ; les salons, eux, sont réels. <a href="/openapi.json">OpenAPI</a>, <a href="/protocol.txt">protocole</a>.`,
  es: `Una demostración de <a href="/">Majlis</a>. Detrás de estas páginas no hay tienda, autor ni estudio; las salas son reales. <a href="/openapi.json">OpenAPI</a>, <a href="/protocol.txt">protocolo</a>.`,
  fa: `نمایشی از <a href="/">مجلس</a>. پشت این صفحه‌ها نه فروشگاهی هست، نه نویسنده‌ای و نه استودیویی؛ اما اتاق‌ها واقعی‌اند. <a href="/openapi.json">OpenAPI</a>، <a href="/protocol.txt">پروتکل</a>.`,
};

const LANGUAGE: AllWords = { en: "Language", ar: "اللغة", fr: "Langue", es: "Idioma", fa: "زبان" };

function languageSwitch(): string {
  const options = LANGUAGES.map(
    (language) => `<option value="${language}" lang="${language}">${LANGUAGE_INFO[language].name}</option>`,
  );
  return `<p id="language-label" class="visually-hidden">${words(LANGUAGE)}</p><select data-switch="lang" aria-labelledby="language-label">${options.join("")}</select>`;
}

export function demoDocument(
  { path, kind, title, description, body }: DemoPage,
  { style, script, early }: DemoAssets,
): string {
  const url = `/demo/${path === "index" ? "" : path}`;
  return `<!doctype html>
<html lang="en" dir="ltr" data-theme="auto" data-kind="${kind}" data-languages="${LANGUAGES.join(" ")}">
<head>
<meta charset="utf-8">
<title${textAttributes(title)}>${escapeHtml(title.en)}</title>
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
<button type="button" data-switch="theme">${icon("theme")}<span class="wide">${words({ en: "Light or dark", ar: "فاتح أو داكن", fr: "Clair ou sombre", es: "Claro u oscuro", fa: "روشن یا تیره" })}</span></button>
${languageSwitch()}
</div>
</header>
${body}
<footer class="foot"><p>${words(FOOTER)}</p></footer>
</body>
</html>
`;
}

function navLink({ path, kind, label }: (typeof PLACES)[number], current: DemoPage["kind"]): string {
  return `<a href="/demo/${path}"${kind === current ? ' aria-current="page"' : ""}>${label}</a>`;
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
/** Shown while there is no connection. */
export const CONNECTING: AllWords = {
  en: "Connecting to the room…",
  ar: "جارٍ الاتصال بالغرفة…",
  fr: "Connexion au salon…",
  es: "Conectando con la sala…",
  fa: "در حال اتصال به اتاق…",
};

export const REPORTS = `<div class="reports"><h3>${words({ en: "What the room reports", ar: "ما تُعلِم به الغرفة", fr: "Ce que le salon signale", es: "Lo que notifica la sala", fa: "آنچه اتاق گزارش می‌دهد" })}</h3>
<ol class="events" dir="ltr" aria-live="off"></ol><p class="hint">${words({ en: "Events of the element, as the page receives them. The newest is first.", ar: "أحداث العنصر كما تصل إلى الصفحة، والأحدث أولًا.", fr: "Les événements de l’élément, tels que la page les reçoit, du plus récent au plus ancien.", es: "Los eventos del elemento tal como los recibe la página, del más reciente al más antiguo.", fa: "رویدادهای عنصر، همان‌گونه که به صفحه می‌رسند؛ تازه‌ترین در بالا." })}</p></div>`;

/** How the page does it. */
export function behind(...parts: readonly string[]): string {
  return `<section class="behind" aria-labelledby="behind">
<h2 id="behind">${words({ en: "How this page does it", ar: "كيف تفعل الصفحة ذلك", fr: "Comment fait cette page", es: "Cómo lo hace esta página", fa: "این صفحه چگونه کار می‌کند" })}</h2>
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
