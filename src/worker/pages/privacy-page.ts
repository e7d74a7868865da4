/** What the deployment stores, for how long, and how to delete it: for the people who write in its rooms. */
import { html } from "hono/html";
import { LANGUAGE_INFO } from "../../locales/languages-info.ts";
import { pageLocale } from "../page-locale.ts";
import type { PageAssets } from "./assets.ts";
import { head, rootAttributes, type Html, type PageAttributes } from "./layout.ts";
import { masthead } from "./masthead.ts";
import { pageText } from "./page-text.ts";

export interface PrivacyPage extends PageAttributes {
  readonly assets: Pick<PageAssets, "style">;
  readonly canonicalUrl: string;
  /** for how long rooms keep messages (SPEC LOG-4) */
  readonly retentionMs: number;
}

export function privacyPage(page: PrivacyPage): Html {
  const { language, theme, assets, canonicalUrl, retentionMs } = page;
  const { appName, privacy } = pageLocale(language);
  const time = duration(retentionMs, LANGUAGE_INFO[language].region);
  return html`<!doctype html>
    <html ${rootAttributes(page)} data-view="privacy">
      ${head({
        title: `${privacy.title} · ${appName}`,
        description: privacy.description,
        canonicalUrl,
        language,
        theme,
        assets: { style: assets.style, preload: [], languages: {} },
        indexed: true,
      })}
      <body>
        <main class="landing document">
          ${masthead(language, "/privacy")}
          <h1>${privacy.title}</h1>
          <p class="about">${privacy.description}</p>
          ${privacy.sections.map(
            ({ title, text }) =>
              html`<section>
                <h2>${title}</h2>
                <p>${pageText(language, text, { time })}</p>
              </section>`,
          )}
        </main>
      </body>
    </html>`;
}

const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;

/** "30 days": in the largest unit of which there is one, rounded up. */
function duration(ms: number, locale: string): string {
  const [unit, unitMs] = UNITS.find(([, eachMs]) => ms >= eachMs) ?? UNITS[UNITS.length - 1]!;
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(
    Math.ceil(ms / unitMs),
  );
}
