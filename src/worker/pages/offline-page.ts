/**
 * The page that replaces one that cannot be loaded offline. The service worker caches it once, so it is in all
 * languages.
 */
import { html } from "hono/html";
import { LANGUAGES, type Language } from "../../locales/languages-info.ts";
import { pageLocale } from "../page-locale.ts";
import type { PageAssets } from "./assets.ts";
import { head, rootAttributes, type Html, type PageAttributes } from "./layout.ts";

export interface OfflinePage extends PageAttributes {
  readonly assets: PageAssets;
  readonly canonicalUrl: string;
}

export function offlinePage(page: OfflinePage): Html {
  const { language, theme, assets, canonicalUrl } = page;
  const { offline } = pageLocale(language);
  const languages = LANGUAGES.toSorted((one, other) => Number(other === language) - Number(one === language));
  return html`<!doctype html>
    <html ${rootAttributes(page)} data-view="offline">
      ${head({
        title: `${offline.title} · Majlis`,
        description: offline.text,
        canonicalUrl,
        language,
        theme,
        assets,
        indexed: false,
      })}
      <body>
        <main>
          <img src="/icon.svg" alt="" width="56" height="56" />
          <h1 class="visually-hidden">Majlis</h1>
          ${languages.map(languageSection)} ${recentRoomsSection(language)}
        </main>
      </body>
    </html>`;
}

function languageSection(language: Language): Html {
  const { direction, offline } = pageLocale(language);
  return html`<section lang="${language}" dir="${direction}" aria-label="${offline.title}">
    <h2 class="title">${offline.title}</h2>
    <p>${offline.text}</p>
    <button type="button" class="secondary" data-action="retry">${offline.retryNow}</button>
  </section>`;
}

/** Filled by the script from the browser's storage. */
function recentRoomsSection(language: Language): Html {
  return html`<section id="recent" class="recent" aria-labelledby="recent-title" hidden>
    <h2 id="recent-title">${pageLocale(language).pages.recentRooms}</h2>
    <ul id="recent-list"></ul>
    <template id="recent-room">
      <li>
        <a><bdi></bdi></a>
      </li>
    </template>
  </section>`;
}
