/** What Majlis offers, with the commands that prove it, for the address that serves the page. */
import { html } from "hono/html";
import { LOCALES } from "../../../locales/languages.ts";
import type { LandingPage } from "./landing-page-attributes.ts";
import type { Html } from "../layout.ts";

export function featureList({ language, canonicalUrl }: LandingPage): Html {
  const room = new URL("/r/tea", canonicalUrl).href;
  const commands: Partial<Record<string, string>> = {
    embed: `<iframe src="${room}/embed" title="Chat" width="100%" height="560"></iframe>`,
    code: `curl -d 'hello' ${room}`,
  };
  return html`<ul class="points">
    ${LOCALES[language].landing.features.map(
      ({ key, title, text }) =>
        html`<li>
          <h2>${title}</h2>
          <p>${text}</p>
          ${commands[key] === undefined ? "" : html`<pre dir="ltr"><code>${commands[key]}</code></pre>`}
        </li>`,
    )}
  </ul>`;
}
