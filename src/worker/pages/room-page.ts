/** The HTML shell of a room's page, or of its embed, which the script renders into. */
import { html } from "hono/html";
import { pageLocale } from "../page-locale.ts";
import type { RoomPresentation } from "../../room/presentation.ts";
import type { RoomName } from "../../text/room-names.ts";
import type { PageAssets } from "./assets.ts";
import { head, rootAttributes, type Html, type PageAttributes } from "./layout.ts";
import { roomPreview } from "./room-preview.ts";

export interface RoomPage extends PageAttributes {
  readonly room: RoomName;
  /** `embed` is the layout for a frame on another site */
  readonly view: "page" | "embed";
  /** the page shows no composer (SPEC EMBED-14) */
  readonly isReadOnly: boolean;
  readonly assets: PageAssets;
  readonly presentation: RoomPresentation;
  /** the room's URL, in both views */
  readonly canonicalUrl: string;
  /** the URL of the same room without JavaScript */
  readonly plainUrl: string;
}

/** About a screenful. */
const PREVIEW_MESSAGES = 20;

/** The script reads the room's name and the view from `data-` attributes, and joins the room. */
export function roomPage(page: RoomPage): Html {
  const { room, view, language, theme, assets, presentation, canonicalUrl, plainUrl } = page;
  const { shared, pages } = pageLocale(language);
  const readOnly = page.isReadOnly ? html`data-read-only` : "";
  return html`<!doctype html>
    <html ${rootAttributes(page)} data-view="${view}" data-room="${room}" ${readOnly}>
      ${head({
        ...roomPreview(page),
        canonicalUrl,
        language,
        theme,
        assets,
        // A private room's messages are not fetched without a token.
        ...(presentation.isPrivate ? {} : { dataUrl: previewUrl(room), oembedUrl: oembedUrl(canonicalUrl) }),
        noscriptUrl: plainUrl,
      })}
      <body>
        <div id="app" class="room">
          <main>
            <div class="skeleton" role="status">
              <p class="visually-hidden">${shared.loading}</p>
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

function oembedUrl(roomUrl: string): string {
  return new URL(`/oembed?url=${encodeURIComponent(roomUrl)}`, roomUrl).href;
}

function previewUrl(room: RoomName): string {
  return `/r/${encodeURIComponent(room)}/messages?limit=${PREVIEW_MESSAGES}`;
}

const SKELETON_ROWS = [1, 2, 3].map(() => html`<div class="skeleton-row" aria-hidden="true"></div>`);
