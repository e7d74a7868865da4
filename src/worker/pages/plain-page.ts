/** The page of a room without JavaScript: its latest messages and a form (SPEC HTTP-14). */
import { html } from "hono/html";
import type { Language } from "../../locales/languages-info.ts";
import { pageLocale } from "../page-locale.ts";
import type { ErrorCode, Failure } from "../../protocol/errors.ts";
import type { Message } from "../../protocol/events/message.ts";
import type { RoomPresentation } from "../../room/presentation.ts";
import type { RoomName } from "../../text/room-names.ts";
import type { PageAssets } from "./assets.ts";
import { head, rootAttributes, type Html, type PageAttributes } from "./layout.ts";
import { pageText } from "./page-text.ts";
import { plainMessages } from "./plain-messages.ts";
import { plainUrl, type PlainView } from "./plain-url.ts";
import { roomPreview, roomTextAttributes, roomTitle } from "./room-preview.ts";

export interface PlainPage extends PageAttributes {
  readonly room: RoomName;
  readonly presentation: RoomPresentation;
  readonly assets: PageAssets;
  readonly canonicalUrl: string;
  readonly view: PlainView;
  readonly messages: readonly Message[];
  /** the seq before which there are earlier messages, if there are any */
  readonly older: number | undefined;
  /** makes a repeated submit of the form idempotent */
  readonly commandId: string;
  /** the text of a failed submit, put back into the form */
  readonly draft: string;
  /** why the submit failed, or the room could not be read */
  readonly failure?: Failure | undefined;
  /** the failure is that too many requests come from the reader's network */
  readonly isNetworkBusy: boolean;
  readonly maxNameCharacters: number;
}

export function plainPage(page: PlainPage): Html {
  const { room, language, theme, assets, canonicalUrl, view } = page;
  const { plain, shared } = pageLocale(language);
  return html`<!doctype html>
    <html ${rootAttributes(page)} data-view="plain">
      ${head({
        ...roomPreview(page),
        canonicalUrl,
        language,
        theme,
        assets,
      })}
      <body>
        <header class="room-header">
          <div class="column">
            ${view.isFramed === true ? "" : homeLink(shared.home)}
            <h1><bdi ${roomTextAttributes(page)}>${roomTitle(page)}</bdi></h1>
            <a class="live" href="/r/${encodeURIComponent(room)}" ${view.isFramed === true ? NEW_TAB : ""}
              >${plain.fullPage}</a
            >
          </div>
        </header>
        <main>${page.failure?.code === "members_only" ? membersOnly(page) : conversation(page)}</main>
      </body>
    </html>`;
}

function conversation(page: PlainPage): Html {
  return html`<section
      class="scroller"
      tabindex="0"
      aria-label="${pageLocale(page.language).shared.messages}"
    >
      <div class="column">${messageList(page)}</div>
    </section>
    ${page.view.isReadOnly === true ? "" : html`<div class="column">${composerForm(page)}</div>`}`;
}

/** In place of a conversation that the reader may not read (SPEC PRIV-1), with how to come in. */
function membersOnly({ language }: PlainPage): Html {
  const { plain } = pageLocale(language);
  return html`<div class="column empty">
    <h2>${plain.membersOnly}</h2>
    <p>${plain.membersOnlyHow}</p>
  </div>`;
}

/** A page that may not be framed opens outside of the frame. */
const NEW_TAB = html`target="_blank" rel="noopener"`;

function homeLink(label: string): Html {
  return html`<a href="/" class="home" aria-label="${label}"
    ><img src="/icon.svg" alt="" width="36" height="36"
  /></a>`;
}

function messageList({ view, language, messages, older }: PlainPage): Html {
  const strings = pageLocale(language).plain;
  return html`${older === undefined ? "" : linkParagraph(plainUrl({ ...view, before: older }), strings.olderMessages)}
  ${
    messages.length > 0
      ? html`<ol>
          ${plainMessages(messages, language)}
        </ol>`
      : ""
  }
  ${messages.length === 0 && older === undefined ? html`<p class="empty">${strings.empty}</p>` : ""}
  ${linkParagraph(plainUrl({ ...view, before: undefined }), view.before === undefined ? strings.showNewMessages : strings.latestMessages)}`;
}

function linkParagraph(href: string, label: string): Html {
  return html`<p class="page-link"><a href="${href}">${label}</a></p>`;
}

/**
 * A browser drops the first line break in a `<textarea>` (HTML §13.1.2.5): this one protects a text that starts with
 * its own.
 */
const LINE_BREAK = "\n";

function composerForm({
  view,
  language,
  commandId,
  draft,
  failure,
  isNetworkBusy,
  maxNameCharacters,
}: PlainPage): Html {
  const { plain, shared } = pageLocale(language);
  const action = plainUrl({ ...view, before: undefined });
  return html`<form action="${action}" method="post" autocomplete="off">
    ${failure === undefined ? "" : html`<p class="error" role="alert">${isNetworkBusy ? plain.networkBusy : failureMessage(failure, language, maxNameCharacters)}</p>`}
    <input type="hidden" name="id" value="${commandId}" />
    <div class="fields">
      <p class="name-field">
        <label for="name">${shared.yourName}</label>
        <input
          id="name"
          name="name"
          value="${view.name ?? ""}"
          dir="auto"
          maxlength="320"
          autocomplete="nickname"
        />
      </p>
      <p class="text-field">
        <label for="write">${plain.message}</label>
        <textarea id="write" name="text" rows="2" dir="auto" required>${LINE_BREAK}${draft}</textarea>
      </p>
      <button type="submit" class="primary">${shared.send}</button>
    </div>
    <p class="hint">${plain.explanation}</p>
  </form>`;
}

function failureMessage({ code }: Failure, language: Language, maxNameCharacters: number): string {
  const { errors, unknownError } = pageLocale(language).plain;
  const messages: Readonly<Partial<Record<ErrorCode, string>>> = errors;
  return pageText(language, messages[code] ?? unknownError, { max: maxNameCharacters });
}
