/** The page of a room, and its form for frames: a shell that the interface fills. */
import { html } from "hono/html";
import { fillPlaceholders } from "../../locales/fill-placeholders.ts";
import { LOCALES } from "../../locales/languages.ts";
import type { RoomName } from "../../text/room-names.ts";
import type { PageAssets } from "./assets.ts";
import { head, type Html, type PageAttributes } from "./layout.ts";

export interface RoomPage extends PageAttributes {
  readonly room: RoomName;
  /** `embed` is shaped for a frame on somebody else's page */
  readonly view: "page" | "embed";
  readonly assets: PageAssets;
  /** the room's own URL, whatever view is shown */
  readonly canonicalUrl: string;
  /** the same room for browsers without JavaScript */
  readonly plainUrl: string;
}

/** As many as a screen holds. */
const PREVIEW_MESSAGES = 20;

/** The shell says where it is in `data-` attributes; the script reads them and joins the room. */
export function roomPage(page: RoomPage): Html {
  const { room, view, language, theme, assets, canonicalUrl, plainUrl } = page;
  const { direction, room: roomStrings, pages } = LOCALES[language];
  return html`<!doctype html>
    <html lang="${language}" dir="${direction}" data-theme="${theme}" data-view="${view}" data-room="${room}">
      ${head({
        title: `${room} · Majlis`,
        description: fillPlaceholders(pages.roomDescription, { room }),
        canonicalUrl,
        language,
        theme,
        assets,
        indexed: false,
        dataUrl: `/r/${encodeURIComponent(room)}/messages?limit=${PREVIEW_MESSAGES}`,
        // A frame on somebody else's page is not led away: it has a link.
        ...(view === "page" ? { noscriptUrl: plainUrl } : {}),
      })}
      <body>
        <main id="app" class="room">
          <div class="skeleton" role="status">
            <p class="visually-hidden">${roomStrings.loading}</p>
            ${SKELETON_ROWS}
          </div>
          <noscript>
            <p class="notice">
              ${pages.needsScript}
              <a href="${plainUrl}" target="${view === "embed" ? "_blank" : "_self"}">${pages.plainPage}</a>
            </p>
          </noscript>
        </main>
      </body>
    </html>`;
}

const SKELETON_ROWS = [1, 2, 3].map(() => html`<div class="skeleton-row" aria-hidden="true"></div>`);
