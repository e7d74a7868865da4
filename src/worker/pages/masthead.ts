/** The head of the pages that are no rooms: the product's mark, and the same page in other languages. */
import { html } from "hono/html";
import { LANGUAGE_INFO, LANGUAGES, type Language } from "../../locales/languages-info.ts";
import { pageLocale } from "../page-locale.ts";
import type { Html } from "./layout.ts";

/** @param path of the page. On any but the landing page the mark leads there. */
export function masthead(language: Language, path: "/" | "/privacy"): Html {
  return html`<header class="masthead">
    ${path === "/" ? mark() : html`<a href="/">${mark()}</a>`} ${languageSwitch(language, path)}
  </header>`;
}

function mark(): Html {
  return html`<img src="/icon.svg" alt="" width="56" height="56" />
    <p class="wordmark"><span lang="en" dir="ltr">Majlis</span> <span lang="ar" dir="rtl">مجلس</span></p>`;
}

function languageSwitch(current: Language, path: string): Html {
  return html`<nav class="languages" aria-label="${pageLocale(current).shared.language}">
    ${LANGUAGES.map(
      (language) =>
        html`<a
          href="${path}?lang=${language}"
          hreflang="${language}"
          lang="${language}"
          dir="${LANGUAGE_INFO[language].direction}"
          aria-current="${language === current ? "true" : "false"}"
          >${LANGUAGE_INFO[language].name}</a
        >`,
    )}
  </nav>`;
}
