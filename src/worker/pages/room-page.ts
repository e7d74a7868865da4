/** The HTML shell of a room's page, or of its embed, which the script renders into. */
import { html } from "hono/html";
import { LOCALES } from "../../locales/languages.ts";
import type { RoomName } from "../../text/room-names.ts";
import type { PageAssets } from "./assets.ts";
import { head, type Html, type PageAttributes } from "./layout.ts";
import { pageText } from "./page-text.ts";

export interface RoomPage extends PageAttributes {
  readonly room: RoomName;
  /** `embed` is the layout for a frame on another site */
  readonly view: "page" | "embed";
  readonly assets: PageAssets;
  /** the room's URL, in both views */
  readonly canonicalUrl: string;
  /** the URL of the same room without JavaScript */
  readonly plainUrl: string;
}

/** About a screenful. */
const PREVIEW_MESSAGES = 20;

/** The script reads the room's name and the view from `data-` attributes, and joins the room. */
export function roomPage(page: RoomPage): Html {
  const { room, view, language, theme, assets, canonicalUrl, plainUrl } = page;
  const { direction, room: roomStrings, pages } = LOCALES[language];
  return html`<!doctype html>
    <html lang="${language}" dir="${direction}" data-theme="${theme}" data-view="${view}" data-room="${room}">
      ${head({
        title: `${room} · Majlis`,
        description: pageText(language, pages.roomDescription, { room }),
        canonicalUrl,
        language,
        theme,
        assets,
        indexed: false,
        dataUrl: `/r/${encodeURIComponent(room)}/messages?limit=${PREVIEW_MESSAGES}`,
        noscriptUrl: plainUrl,
      })}
      <body>
        <div id="app" class="room">
          <main>
            <div class="skeleton" role="status">
              <p class="visually-hidden">${roomStrings.loading}</p>
              ${SKELETON_ROWS}
            </div>
            <noscript>
              <p class="notice">
                ${pages.needsScript}
                <a href="${plainUrl}">${pages.plainPage}</a>
              </p>
            </noscript>
          </main>
        </div>
      </body>
    </html>`;
}

const SKELETON_ROWS = [1, 2, 3].map(() => html`<div class="skeleton-row" aria-hidden="true"></div>`);
