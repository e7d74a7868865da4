/** The page of a room without JavaScript: its latest messages and a form (SPEC HTTP-14). */
import { html } from "hono/html";
import { LOCALES, type Language } from "../../locales/languages.ts";
import type { ErrorCode, Failure } from "../../protocol/errors.ts";
import type { Message } from "../../protocol/events/message.ts";
import type { RoomName } from "../../text/room-names.ts";
import type { PageAssets } from "./assets.ts";
import { head, type Html, type PageAttributes } from "./layout.ts";
import { pageText } from "./page-text.ts";
import { plainMessages } from "./plain-messages.ts";
import { plainUrl, type PlainView } from "./plain-url.ts";

export interface PlainPage extends PageAttributes {
  readonly room: RoomName;
  readonly assets: PageAssets;
  readonly canonicalUrl: string;
  readonly view: PlainView;
  readonly messages: readonly Message[];
  /** there are earlier messages */
  readonly more: boolean;
  /** makes a repeated submit of the form idempotent */
  readonly commandId: string;
  /** the text of a failed submit, put back into the form */
  readonly draft: string;
  /** why the submit failed, or the room could not be read */
  readonly failure?: Failure | undefined;
  readonly maxNameCharacters: number;
}

export function plainPage(page: PlainPage): Html {
  const { room, language, theme, assets, canonicalUrl, view } = page;
  const { direction, pages, plain, room: roomStrings } = LOCALES[language];
  return html`<!doctype html>
    <html lang="${language}" dir="${direction}" data-theme="${theme}" data-view="plain">
      ${head({
        title: `${room} · Majlis`,
        description: pageText(language, pages.roomDescription, { room }),
        canonicalUrl,
        language,
        theme,
        assets,
        indexed: false,
      })}
      <body>
        <header class="room-header">
          <div class="column">
            ${view.isFramed === true ? "" : homeLink(roomStrings.home)}
            <h1><bdi>${room}</bdi></h1>
            <a class="live" href="/r/${encodeURIComponent(room)}" ${view.isFramed === true ? NEW_TAB : ""}
              >${plain.fullPage}</a
            >
          </div>
        </header>
        <main>
          <section class="scroller" tabindex="0" aria-label="${roomStrings.messages}">
            <div class="column">${messageList(page)}</div>
          </section>
          <div class="column">${composerForm(page)}</div>
        </main>
      </body>
    </html>`;
}

/** A page that may not be framed opens outside of the frame. */
const NEW_TAB = html`target="_blank" rel="noopener"`;

function homeLink(label: string): Html {
  return html`<a href="/" class="home" aria-label="${label}"
    ><img src="/icon.svg" alt="" width="36" height="36"
  /></a>`;
}

function messageList({ view, language, messages, more }: PlainPage): Html {
  const strings = LOCALES[language].plain;
  const [first] = messages;
  const hasOlder = more && first !== undefined;
  return html`${hasOlder ? linkParagraph(plainUrl({ ...view, before: first.seq }), strings.olderMessages) : ""}
  ${
    first === undefined
      ? html`<p class="empty">${strings.empty}</p>`
      : html`<ol>
          ${plainMessages(messages, language)}
        </ol>`
  }
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

function composerForm({ view, language, commandId, draft, failure, maxNameCharacters }: PlainPage): Html {
  const { plain, room, lazy } = LOCALES[language];
  const action = plainUrl({ ...view, name: undefined, before: undefined });
  return html`<form action="${action}" method="post" autocomplete="off">
    ${failure === undefined ? "" : html`<p class="error" role="alert">${failureMessage(failure, language, maxNameCharacters)}</p>`}
    <input type="hidden" name="id" value="${commandId}" />
    <div class="fields">
      <p class="name-field">
        <label for="name">${lazy.yourName}</label>
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
      <button type="submit" class="primary">${room.send}</button>
    </div>
    <p class="hint">${plain.explanation}</p>
  </form>`;
}

function failureMessage({ code }: Failure, language: Language, maxNameCharacters: number): string {
  const { errors, unknownError } = LOCALES[language].plain;
  const messages: Readonly<Partial<Record<ErrorCode, string>>> = errors;
  return pageText(language, messages[code] ?? unknownError, { max: maxNameCharacters });
}
