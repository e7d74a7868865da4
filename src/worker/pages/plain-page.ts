/** A room without JavaScript: its latest messages, and a form that posts. */
import { html } from "hono/html";
import type { Failure } from "../../protocol/errors.ts";
import type { Message } from "../../protocol/events/message.ts";
import type { RoomName } from "../../text/room-names.ts";
import type { PageAssets } from "./assets.ts";
import { head, type Html, type Page } from "./layout.ts";
import { plainMessages } from "./plain-messages.ts";
import { PLAIN_STRINGS } from "./plain-strings.ts";
import { plainUrl, type PlainView } from "./plain-url.ts";
import { PAGE_STRINGS, type Language } from "./strings.ts";

export interface PlainPage extends Page {
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
  readonly problem?: Failure | undefined;
}

export function plainPage(page: PlainPage): Html {
  const { room, language, direction, theme, assets, canonicalUrl } = page;
  const say = PLAIN_STRINGS[language];
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
        <header class="bar">
          <div class="column">
            <a href="/" class="home" aria-label="Majlis"
              ><img src="/icon.svg" alt="" width="36" height="36"
            /></a>
            <h1><bdi>${room}</bdi></h1>
            <a class="live" href="/r/${encodeURIComponent(room)}">${say.fullPage}</a>
          </div>
        </header>
        <main>
          <section class="scroller" tabindex="0" aria-label="${say.messages}">
            <div class="column">${history(page)}</div>
          </section>
          <div class="column">${writeForm(page)}</div>
        </main>
      </body>
    </html>`;
}

function history({ view, language, direction, messages, more }: PlainPage): Html {
  const say = PLAIN_STRINGS[language];
  const [first] = messages;
  const hasOlder = more && first !== undefined;
  return html`${hasOlder ? link(plainUrl({ ...view, before: first.seq }), say.earlier) : ""}
  ${
    first === undefined
      ? html`<p class="nothing">${say.empty}</p>`
      : html`<ol>
          ${plainMessages(messages, language, direction)}
        </ol>`
  }
  ${link(plainUrl({ ...view, before: undefined }), view.before === undefined ? say.showNew : say.latest)}`;
}

function link(href: string, words: string): Html {
  return html`<p class="way"><a href="${href}">${words}</a></p>`;
}

/** HTML takes the first line break of a text area for none: a text that begins with one keeps its own behind it. */
const LINE_BREAK = "\n";

function writeForm({ view, language, commandId, draft, problem }: PlainPage): Html {
  const say = PLAIN_STRINGS[language];
  const action = plainUrl({ room: view.room, language: view.language });
  return html`<form action="${action}" method="post" autocomplete="off">
    ${problem === undefined ? "" : html`<p class="error" role="alert">${problemWords(problem, language)}</p>`}
    <input type="hidden" name="id" value="${commandId}" />
    <div class="fields">
      <p class="name-field">
        <label for="name">${say.name}</label>
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
        <label for="write">${say.message}</label>
        <textarea id="write" name="text" rows="2" dir="auto" required>${LINE_BREAK}${draft}</textarea>
      </p>
      <button type="submit" class="primary">${say.send}</button>
    </div>
    <p class="hint">${say.explanation}</p>
  </form>`;
}

function problemWords({ code }: Failure, language: Language): string {
  const { problems, otherProblem } = PLAIN_STRINGS[language];
  return problems[code] ?? otherProblem;
}
