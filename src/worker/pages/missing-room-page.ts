/** The page of a room that is not there: it was deleted for good (SPEC OWN-9), or there is none of its name (POLICY-3). */
import { html } from "hono/html";
import { pageLocale } from "../page-locale.ts";
import type { PageAssets } from "./assets.ts";
import { head, rootAttributes, type Html, type PageAttributes } from "./layout.ts";

export interface MissingRoomPage extends PageAttributes {
  /** its name, or what stands for it in the URL */
  readonly room: string;
  readonly wasDeleted: boolean;
  readonly assets: Pick<PageAssets, "style">;
  readonly canonicalUrl: string;
  readonly isFramed: boolean;
}

export function missingRoomPage(page: MissingRoomPage): Html {
  const { room, wasDeleted, language, theme, assets, canonicalUrl, isFramed } = page;
  const { pages, shared } = pageLocale(language);
  const heading = wasDeleted ? pages.deletedRoom : pages.noRoom;
  return html`<!doctype html>
    <html ${rootAttributes(page)} data-view="missing">
      ${head({
        title: `${room} · Majlis`,
        description: heading,
        canonicalUrl,
        language,
        theme,
        assets: { style: assets.style, preload: [], languages: {} },
        indexed: false,
      })}
      <body>
        <main class="landing document">
          <h1>${heading}</h1>
          <p class="about">${wasDeleted ? pages.deletedRoomText : pages.noRoomText}</p>
          ${isFramed ? "" : html`<p><a href="/">${shared.home}</a></p>`}
        </main>
      </body>
    </html>`;
}
