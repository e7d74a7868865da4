/** Shown in the place of a page that could not be had. The service worker keeps it; it speaks both languages. */
import { html } from "hono/html";
import type { PageAssets } from "./assets.ts";
import { head, type Html, type Page } from "./layout.ts";
import { directionOf, LANGUAGES, PAGE_STRINGS, type Language } from "./strings.ts";

export interface OfflinePage extends Page {
  readonly assets: PageAssets;
  readonly canonicalUrl: string;
}

interface OfflineStrings {
  readonly title: string;
  readonly text: string;
  readonly again: string;
}

const STRINGS: Readonly<Record<Language, OfflineStrings>> = {
  en: {
    title: "You are offline",
    text: "This page could not be reached. It opens by itself as soon as the network is back. What you wrote is kept, and sent then.",
    again: "Try now",
  },
  ar: {
    title: "لا اتصال بالشبكة",
    text: "تعذر الوصول إلى هذه الصفحة. ستُفتح وحدها حين تعود الشبكة. ما كتبته محفوظ وسيُرسل حينها.",
    again: "حاول الآن",
  },
};

export function offlinePage({ language, direction, theme, assets, canonicalUrl }: OfflinePage): Html {
  const inOrder = LANGUAGES.toSorted((one, other) => Number(other === language) - Number(one === language));
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
          ${inOrder.map(explanation)} ${rooms(language)}
        </main>
      </body>
    </html>`;
}

function explanation(language: Language): Html {
  const say = STRINGS[language];
  return html`<section lang="${language}" dir="${directionOf(language)}" aria-label="${say.title}">
    <h2 class="title">${say.title}</h2>
    <p>${say.text}</p>
    <button type="button" class="quiet" data-act="again">${say.again}</button>
  </section>`;
}

/** Filled by the script from the browser's own storage. */
function rooms(language: Language): Html {
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
