/** Links below the landing page. */
import { html } from "hono/html";
import { LICENCE_PATH, PROTOCOL_PATH } from "../../../protocol/served-texts.ts";
import { pageLocale } from "../../page-locale.ts";
import type { LandingPage } from "./landing-page-attributes.ts";
import type { Html } from "../layout.ts";

export function footer(page: LandingPage): Html {
  const { language, sourceUrl, isLanguageChosen } = page;
  const room = exampleRoom(page);
  const { landing, privacy } = pageLocale(language);
  const links = [
    ...(room === undefined ? [] : [[`/r/${encodeURIComponent(room)}?help`, landing.developers] as const]),
    [PROTOCOL_PATH, landing.protocol],
    ...(sourceUrl === undefined ? [] : [[sourceUrl, landing.source] as const]),
    [isLanguageChosen === true ? `/privacy?lang=${language}` : "/privacy", privacy.title],
    [LICENCE_PATH, landing.licence],
  ] as const;
  return html`<footer class="footer">
    <p>${landing.privacy}</p>
    <ul class="footer-links">
      ${links.map(([address, text]) => html`<li><a href="${address}">${text}</a></li>`)}
    </ul>
  </footer>`;
}

/** A room whose help can be shown: a new one, unless a visit may create none. */
function exampleRoom({ creators, suggestedNames, lobby }: LandingPage): string | undefined {
  return creators === "everyone" ? suggestedNames[0] : lobby;
}
