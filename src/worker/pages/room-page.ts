/** The page of a room, and its form for frames: a shell that the interface fills. */
import { html } from "hono/html";
import type { RoomName } from "../../text/room-names.ts";
import type { PageAssets } from "./assets.ts";
import { head, type Html, type PageAttributes } from "./layout.ts";
import { PAGE_STRINGS } from "./strings.ts";

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
  const { room, view, language, direction, theme, assets, canonicalUrl, plainUrl } = page;
  const strings = PAGE_STRINGS[language];
  return html`<!doctype html>
    <html lang="${language}" dir="${direction}" data-theme="${theme}" data-view="${view}" data-room="${room}">
      ${head({
        title: `${room} · Majlis`,
        description: strings.roomDescription(room),
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
            <p class="visually-hidden">${strings.loading}</p>
            ${SKELETON_ROWS}
          </div>
          <noscript>
            <p class="notice">
              ${strings.needsScript}
              <a href="${plainUrl}" target="${view === "embed" ? "_blank" : "_self"}">${strings.plainPage}</a>
            </p>
          </noscript>
        </main>
      </body>
    </html>`;
}

const SKELETON_ROWS = [1, 2, 3].map(() => html`<div class="skeleton-row" aria-hidden="true"></div>`);
