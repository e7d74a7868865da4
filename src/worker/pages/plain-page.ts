/** A room without JavaScript: its latest messages, and a form that posts. */
import { html } from "hono/html";
import type { Failure } from "../../protocol/errors.ts";
import type { Message } from "../../protocol/events/message.ts";
import type { RoomName } from "../../text/room-names.ts";
import type { PageAssets } from "./assets.ts";
import { head, type Html, type PageAttributes } from "./layout.ts";
import { plainMessages } from "./plain-messages.ts";
import { PLAIN_STRINGS } from "./plain-strings.ts";
import { plainUrl, type PlainView } from "./plain-url.ts";
import { PAGE_STRINGS, type Language } from "./strings.ts";

export interface PlainPage extends PageAttributes {
  readonly room: RoomName;
  readonly assets: PageAssets;
  readonly canonicalUrl: string;
  readonly view: PlainView;
  readonly messages: readonly Message[];
  /** there are earlier ones */
  readonly more: boolean;
  /** under which what the form sends is stored once, however often it is sent */
  readonly commandId: string;
  /** what was not sent, and is written again */
  readonly draft: string;
  /** why it was not sent, or the room not read */
  readonly failure?: Failure | undefined;
}

export function plainPage(page: PlainPage): Html {
  const { room, language, direction, theme, assets, canonicalUrl } = page;
  const strings = PLAIN_STRINGS[language];
  return html`<!doctype html>
    <html lang="${language}" dir="${direction}" data-theme="${theme}" data-view="plain">
      ${head({
        title: `${room} · Majlis`,
        description: PAGE_STRINGS[language].roomDescription(room),
        canonicalUrl,
        language,
        theme,
        assets,
        indexed: false,
      })}
      <body>
        <header class="room-header">
          <div class="column">
            <a href="/" class="home" aria-label="Majlis"
              ><img src="/icon.svg" alt="" width="36" height="36"
            /></a>
            <h1><bdi>${room}</bdi></h1>
            <a class="live" href="/r/${encodeURIComponent(room)}">${strings.fullPage}</a>
          </div>
        </header>
        <main>
          <section class="scroller" tabindex="0" aria-label="${strings.messages}">
            <div class="column">${messageList(page)}</div>
          </section>
          <div class="column">${composerForm(page)}</div>
        </main>
      </body>
    </html>`;
}

function messageList({ view, language, direction, messages, more }: PlainPage): Html {
  const strings = PLAIN_STRINGS[language];
  const [first] = messages;
  const hasOlder = more && first !== undefined;
  return html`${hasOlder ? linkParagraph(plainUrl({ ...view, before: first.seq }), strings.olderMessages) : ""}
  ${
    first === undefined
      ? html`<p class="empty">${strings.empty}</p>`
      : html`<ol>
          ${plainMessages(messages, language, direction)}
        </ol>`
  }
  ${linkParagraph(plainUrl({ ...view, before: undefined }), view.before === undefined ? strings.showNewMessages : strings.latestMessages)}`;
}

function linkParagraph(href: string, label: string): Html {
  return html`<p class="page-link"><a href="${href}">${label}</a></p>`;
}

/** HTML takes the first line break of a text area for none: a text that begins with one keeps its own behind it. */
const LINE_BREAK = "\n";

function composerForm({ view, language, commandId, draft, failure }: PlainPage): Html {
  const strings = PLAIN_STRINGS[language];
  const action = plainUrl({ room: view.room, language: view.language });
  return html`<form action="${action}" method="post" autocomplete="off">
    ${failure === undefined ? "" : html`<p class="error" role="alert">${failureMessage(failure, language)}</p>`}
    <input type="hidden" name="id" value="${commandId}" />
    <div class="fields">
      <p class="name-field">
        <label for="name">${strings.name}</label>
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
        <label for="write">${strings.message}</label>
        <textarea id="write" name="text" rows="2" dir="auto" required>${LINE_BREAK}${draft}</textarea>
      </p>
      <button type="submit" class="primary">${strings.send}</button>
    </div>
    <p class="hint">${strings.explanation}</p>
  </form>`;
}

function failureMessage({ code }: Failure, language: Language): string {
  const { errors: problems, unknownError: otherProblem } = PLAIN_STRINGS[language];
  return problems[code] ?? otherProblem;
}
