/**
 * The form that creates a room, or opens one; where not everyone may create rooms, it only opens them. Without a script both of its buttons open a room by its name, which a visit
 * creates without an owner; the script gives the first button a room with one.
 */
import { html } from "hono/html";
import type { RoomCreators } from "../../../protocol/policy.ts";
import type { Language } from "../../../locales/languages-info.ts";
import { MAX_ROOM_NAME_LETTERS } from "../../../text/room-names.ts";
import type { PageLocale } from "../../../locales/locale.ts";
import { pageLocale } from "../../page-locale.ts";
import type { Html } from "../layout.ts";
import { pageText } from "../page-text.ts";
import type { LandingPage } from "./landing-page-attributes.ts";

export function enterForm(page: LandingPage): Html {
  const { language, creators, invalidName, nearestName, isLanguageChosen } = page;
  const strings = pageLocale(language).landing;
  const invalidText = pageText(language, strings.nameInvalid, { max: MAX_ROOM_NAME_LETTERS });
  return html`<form id="enter" action="/" method="get" autocomplete="off">
    <label for="room">${strings.nameLabel}</label>
    <div class="enter-fields">
      ${roomField(page)}
      ${isLanguageChosen === true ? html`<input type="hidden" name="lang" value="${language}" />` : ""}
      ${creators === "everyone" ? html`<button id="create" type="submit" class="primary">${strings.createRoom}</button>` : ""}
      <button type="submit" class="${creators === "everyone" ? "secondary" : "primary"}">
        ${strings.enterRoom}
      </button>
    </div>
    <p id="room-error" class="error" role="alert" data-text="${invalidText}">
      ${invalidName === undefined ? "" : invalidText}
    </p>
    ${creators === "everyone" ? creationProblem(language) : ""}
    ${nearestName === undefined ? "" : nearestRoomLink(nearestName, language)} ${hints(creators, strings)}
  </form>`;
}

/** What a new room is; or who creates rooms, where the reader may not. */
function hints(creators: RoomCreators, strings: PageLocale["landing"]): Html {
  if (creators === "everyone")
    return html`<p id="room-hint" class="hint">${strings.nameHint}</p>
      <p class="hint needs-script">${strings.createHint}</p>`;
  const text = creators === "operator" ? strings.operatorCreates : strings.sitesCreate;
  return html`<p id="room-hint" class="hint">${text}</p>`;
}

/** Why a room was not created, by the script; and the link to the one that exists. */
function creationProblem(language: Language): Html {
  const { landing, plain } = pageLocale(language);
  return html`<p class="create-problem">
    <span
      id="create-problem"
      class="error"
      role="alert"
      data-exists="${landing.roomExists}"
      data-forbidden="${landing.createForbidden}"
      data-busy="${plain.networkBusy}"
      data-failed="${landing.createFailed}"
    ></span>
    <a id="open-existing" hidden>${landing.openExisting}</a>
  </p>`;
}

function nearestRoomLink(name: string, language: Language): Html {
  const label = pageText(language, pageLocale(language).landing.openNearest, { name });
  return html`<p class="nearest"><a href="/r/${encodeURIComponent(name)}">${label}</a></p>`;
}

/** The room's name, and for a new room a button with which the script suggests another. */
function roomField(page: LandingPage): Html {
  const { creators, suggestedNames, invalidName } = page;
  const suggested = creators === "everyone" ? suggestedNames[0] : "";
  return html`<div class="field">
    <input
      id="room"
      name="room"
      value="${invalidName ?? suggested}"
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
    ${creators === "everyone" ? anotherName(page) : ""}
  </div>`;
}

function anotherName({ language, suggestedNames }: LandingPage): Html {
  return html`<button
    id="another"
    type="button"
    class="secondary"
    title="${pageLocale(language).landing.suggestAnotherName}"
    data-names="${suggestedNames.slice(1).join(" ")}"
    hidden
  >
    <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
      <path d="M15.5 7.5A6 6 0 1 0 16 11.5M15.8 3.5v4.2h-4.2" />
    </svg>
  </button>`;
}
