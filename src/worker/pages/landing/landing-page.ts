/**
 * The landing page: a form that creates or opens a room. Its script is optional: it validates the name, creates rooms with
 * owners, and lists recent rooms.
 */
import { html } from "hono/html";
import type { Language } from "../../../locales/languages-info.ts";
import { pageLocale } from "../../page-locale.ts";
import { head, rootAttributes, type Html } from "../layout.ts";
import { masthead } from "../masthead.ts";
import { enterForm } from "./enter-form.ts";
import { exampleSection } from "./example-section.ts";
import { featureList } from "./feature-list.ts";
import { footer } from "./footer.ts";
import { listedRooms } from "./listed-rooms.ts";
import type { LandingPage } from "./landing-page-attributes.ts";

export function landingPage(page: LandingPage): Html {
  const { language, theme, assets, canonicalUrl } = page;
  const { appName, pages } = pageLocale(language);
  return html`<!doctype html>
    <html ${rootAttributes(page)} data-view="landing">
      ${head({
        title: `${appName} · ${pages.tagline}`,
        description: pages.description,
        canonicalUrl,
        language,
        theme,
        assets,
        indexed: page.isNotFound !== true && page.invalidName === undefined,
      })}
      <body>
        <main class="landing">
          ${masthead(language, "/")}
          <div class="intro">
            <h1>${pages.tagline}</h1>
            <p class="about">${pages.description}</p>
            ${page.isNotFound === true ? html`<p class="error">${pages.notFound}</p>` : ""} ${enterForm(page)}
            ${recentRoomsSection(language)}
          </div>
          ${exampleSection(page)} ${listedRooms(page)} ${featureList(page)}
        </main>
        ${footer(page)}
      </body>
    </html>`;
}

/** Filled by the script from the browser's storage; hidden if there is no recent room. */
function recentRoomsSection(language: Language): Html {
  const strings = pageLocale(language).pages;
  return html`<section id="recent" class="recent" aria-labelledby="recent-title" hidden>
    <h2 id="recent-title">${strings.recentRooms}</h2>
    <ul id="recent-list"></ul>
    <template id="recent-room">
      <li>
        <a>
          <bdi></bdi>
          <span class="own-mark" title="${strings.ownRoom}">
            ${KEY_ICON}<span class="visually-hidden">${strings.ownRoom}</span>
          </span>
        </a>
        <button
          type="button"
          class="secondary"
          title="${strings.forgetRoom}"
          data-confirm="${strings.forgetConfirm}"
          data-confirm-own="${strings.forgetOwnConfirm}"
        >
          <svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true">
            <path d="M5 5l10 10M15 5L5 15" />
          </svg>
        </button>
      </li>
    </template>
  </section>`;
}

const KEY_ICON = html`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
  <path
    d="M13 3.5a3.75 3.75 0 1 0 0 7.5 3.75 3.75 0 0 0 0-7.5zM10.3 9.7 4 16M5.5 14.5l1.75 1.75M8 12l1.75 1.75"
  />
</svg>`;
