/** In a frame in place of a room that cannot be shown there. It has no script, and nothing of the room. */
import { html } from "hono/html";
import { pageLocale } from "../page-locale.ts";
import type { RoomName } from "../../text/room-names.ts";
import type { PageAssets } from "./assets.ts";
import { head, rootAttributes, type Html, type PageAttributes } from "./layout.ts";

export interface FrameNoticePage extends PageAttributes {
  readonly room: RoomName;
  readonly assets: PageAssets;
  /** the room's own URL */
  readonly canonicalUrl: string;
  /** `refused`: the site may not show the room; `unavailable`: the room could not be asked */
  readonly reason: "refused" | "unavailable";
}

/** The room may be available then, s. */
const REFRESH_S = 10;

export function frameNoticePage(page: FrameNoticePage): Html {
  const { room, language, theme, assets, canonicalUrl, reason } = page;
  const { pages, plain } = pageLocale(language);
  const text = reason === "refused" ? pages.frameRefused : plain.errors.unavailable;
  return html`<!doctype html>
    <html ${rootAttributes(page)} data-view="plain">
      ${head({
        title: `${room} · Majlis`,
        description: text,
        canonicalUrl,
        language,
        theme,
        assets,
        indexed: false,
        ...(reason === "unavailable" ? { refreshS: REFRESH_S } : {}),
      })}
      <body>
        <main>
          <div class="column empty">
            <p>${text}</p>
            <p><a href="${canonicalUrl}" target="_blank" rel="noopener">${pages.openRoom}</a></p>
          </div>
        </main>
      </body>
    </html>`;
}
