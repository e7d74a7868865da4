/** Links below the landing page. */
import { html } from "hono/html";
import { LOCALES } from "../../../locales/languages.ts";
import type { LandingPage } from "./landing-page-attributes.ts";
import type { Html } from "../layout.ts";

export function footer({ language, suggestedNames }: LandingPage): Html {
  const { developers, privacy } = LOCALES[language].landing;
  return html`<footer class="footer">
    <p>${privacy}</p>
    <a href="/r/${encodeURIComponent(suggestedNames[0])}?help">${developers}</a>
  </footer>`;
}
