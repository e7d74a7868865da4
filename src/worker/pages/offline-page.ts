/** Shown in the place of a page that could not be had. The service worker keeps it; it speaks both languages. */
import { html } from "hono/html";
import type { PageAssets } from "./assets.ts";
import { head, type Html, type PageAttributes } from "./layout.ts";
import { languageDirection, LANGUAGES, PAGE_STRINGS, type Language } from "./strings.ts";

export interface OfflinePage extends PageAttributes {
  readonly assets: PageAssets;
  readonly canonicalUrl: string;
}

interface OfflineStrings {
  readonly title: string;
  readonly text: string;
  readonly retry: string;
}

const STRINGS: Readonly<Record<Language, OfflineStrings>> = {
  en: {
    title: "You are offline",
    text: "This page could not be reached. It opens by itself as soon as the network is back. What you wrote is kept, and sent then.",
    retry: "Try now",
  },
  ar: {
    title: "لا اتصال بالشبكة",
    text: "تعذر الوصول إلى هذه الصفحة. ستُفتح وحدها حين تعود الشبكة. ما كتبته محفوظ وسيُرسل حينها.",
    retry: "حاول الآن",
  },
};

export function offlinePage({ language, direction, theme, assets, canonicalUrl }: OfflinePage): Html {
  const languages = LANGUAGES.toSorted((one, other) => Number(other === language) - Number(one === language));
  return html`<!doctype html>
    <html lang="${language}" dir="${direction}" data-theme="${theme}" data-view="offline">
      ${head({
        title: `${STRINGS[language].title} · Majlis`,
        description: STRINGS[language].text,
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
  const strings = STRINGS[language];
  return html`<section lang="${language}" dir="${languageDirection(language)}" aria-label="${strings.title}">
    <h2 class="title">${strings.title}</h2>
    <p>${strings.text}</p>
    <button type="button" class="secondary" data-action="retry">${strings.retry}</button>
  </section>`;
}

/** Filled by the script from the browser's own storage. */
function recentRoomsSection(language: Language): Html {
  return html`<section id="recent" class="recent" aria-labelledby="recent-title" hidden>
    <h2 id="recent-title">${PAGE_STRINGS[language].recentRooms}</h2>
    <ul id="recent-list"></ul>
    <template id="recent-room">
      <li>
        <a><bdi></bdi></a>
      </li>
    </template>
  </section>`;
}
