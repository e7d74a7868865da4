/**
 * The landing page: a form that opens a room. Its script validates the name and lists recent rooms; both are optional.
 */
import { html } from "hono/html";
import { LANGUAGES, LOCALES, type Language } from "../../../locales/languages.ts";
import { MAX_ROOM_NAME_LETTERS } from "../../../text/room-names.ts";
import { head, type Html } from "../layout.ts";
import { exampleSection } from "./example-section.ts";
import { featureList } from "./feature-list.ts";
import { footer } from "./footer.ts";
import type { LandingPage } from "./landing-page-attributes.ts";
import { pageText } from "../page-text.ts";

export function landingPage(page: LandingPage): Html {
  const { language, theme, assets, canonicalUrl } = page;
  const { appName, direction, pages } = LOCALES[language];
  return html`<!doctype html>
    <html lang="${language}" dir="${direction}" data-theme="${theme}" data-view="landing">
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
          ${masthead(language)}
          <div class="intro">
            <h1>${pages.tagline}</h1>
            <p class="about">${pages.description}</p>
            ${page.isNotFound === true ? html`<p class="error">${pages.notFound}</p>` : ""} ${enterForm(page)}
            ${recentRoomsSection(language)}
          </div>
          ${exampleSection(page)} ${featureList(page)}
        </main>
        ${footer(page)}
      </body>
    </html>`;
}

function masthead(language: Language): Html {
  return html`<header class="masthead">
    <img src="/icon.svg" alt="" width="56" height="56" />
    <p class="wordmark"><span lang="en" dir="ltr">Majlis</span> <span lang="ar" dir="rtl">مجلس</span></p>
    ${languageSwitch(language)}
  </header>`;
}

function enterForm(page: LandingPage): Html {
  const { language, invalidName, nearestName, isLanguageChosen } = page;
  const strings = LOCALES[language].landing;
  const invalidText = pageText(language, strings.nameInvalid, { max: MAX_ROOM_NAME_LETTERS });
  return html`<form id="enter" action="/" method="get" autocomplete="off">
    <label for="room">${strings.nameLabel}</label>
    <div class="enter-fields">
      ${roomField(page)}
      ${isLanguageChosen === true ? html`<input type="hidden" name="lang" value="${language}" />` : ""}
      <button type="submit" class="primary">${strings.enterRoom}</button>
    </div>
    <p id="room-error" class="error" role="alert" data-text="${invalidText}">
      ${invalidName === undefined ? "" : invalidText}
    </p>
    ${nearestName === undefined ? "" : nearestRoomLink(nearestName, language)}
    <p id="room-hint" class="hint">${strings.nameHint}</p>
  </form>`;
}

function nearestRoomLink(name: string, language: Language): Html {
  const label = pageText(language, LOCALES[language].landing.openNearest, { name });
  return html`<p class="nearest"><a href="/r/${encodeURIComponent(name)}">${label}</a></p>`;
}

/** The room's name, and a button with which the script suggests another. */
function roomField({ language, suggestedNames, invalidName }: LandingPage): Html {
  const { suggestAnotherName } = LOCALES[language].landing;
  return html`<div class="field">
    <input
      id="room"
      name="room"
      value="${invalidName ?? suggestedNames[0]}"
      dir="auto"
      required
      maxlength="320"
      autocapitalize="none"
      autocorrect="off"
      spellcheck="false"
      enterkeyhint="go"
      aria-describedby="room-error room-hint"
      aria-invalid="${invalidName === undefined ? "false" : "true"}"
    />
    <button
      id="another"
      type="button"
      class="secondary"
      title="${suggestAnotherName}"
      data-names="${suggestedNames.slice(1).join(" ")}"
      hidden
    >
      <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
        <path d="M15.5 7.5A6 6 0 1 0 16 11.5M15.8 3.5v4.2h-4.2" />
      </svg>
    </button>
  </div>`;
}

/** Filled by the script from the browser's storage; hidden if there is no recent room. */
function recentRoomsSection(language: Language): Html {
  const strings = LOCALES[language].pages;
  return html`<section id="recent" class="recent" aria-labelledby="recent-title" hidden>
    <h2 id="recent-title">${strings.recentRooms}</h2>
    <ul id="recent-list"></ul>
    <template id="recent-room">
      <li>
        <a><bdi></bdi></a>
        <button type="button" class="secondary" title="${strings.forgetRoom}">
          <svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true">
            <path d="M5 5l10 10M15 5L5 15" />
          </svg>
        </button>
      </li>
    </template>
  </section>`;
}

function languageSwitch(current: Language): Html {
  return html`<nav class="languages" aria-label="${LOCALES[current].lazy.language}">
    ${LANGUAGES.map(
      (language) =>
        html`<a
          href="/?lang=${language}"
          hreflang="${language}"
          lang="${language}"
          dir="${LOCALES[language].direction}"
          aria-current="${language === current ? "true" : "false"}"
          >${LOCALES[language].name}</a
        >`,
    )}
  </nav>`;
}
