/** What Majlis offers, with the commands that prove it, for the address that serves the page. */
import { html } from "hono/html";
import { pageLocale } from "../../page-locale.ts";
import type { LandingPage } from "./landing-page-attributes.ts";
import { withBreaks } from "../break-address.ts";
import type { Html } from "../layout.ts";

type FeatureListPage = Pick<LandingPage, "language" | "canonicalUrl" | "creators" | "lobby">;

export function featureList(page: FeatureListPage): Html {
  const { language, canonicalUrl } = page;
  const room = new URL(`/r/${exampleRoom(page)}`, canonicalUrl).href;
  const commands: Partial<Record<string, (string | Html)[]>> = {
    embed: [
      `<iframe src="`,
      ...withBreaks(`${room}/embed`),
      `" title="Chat" width="100%" height="560"></iframe>`,
    ],
    code: [`curl -d 'hello' `, ...withBreaks(room)],
  };
  return html`<ul class="points">
    ${pageLocale(language).landing.features.map(
      ({ key, title, text }) =>
        html`<li>
          <h2>${title}</h2>
          <p>${text}</p>
          ${commands[key] === undefined ? "" : html`<pre dir="ltr"><code>${commands[key]}</code></pre>`}
        </li>`,
    )}
  </ul>`;
}

/** A name with which the commands work: where a visit creates no room, that of one that is there. */
function exampleRoom({ creators, lobby }: FeatureListPage): string {
  return creators === "everyone" ? "tea" : (lobby ?? "YOUR-ROOM");
}
