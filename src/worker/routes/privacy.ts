import type { Context } from "hono";
import { readLimits } from "../../durable-object/configuration.ts";
import { ASSETS } from "../assets.ts";
import type { AppEnv } from "../env.ts";
import { pageLanguage } from "../language.ts";
import { privacyPage } from "../pages/privacy-page.ts";
import { parsePageTheme, readDisplay, readPreferences } from "../preference-cookies.ts";

/** `GET /privacy?lang=`: what is stored and how to delete it, for this deployment's limits. */
export async function getPrivacyPage(context: Context<AppEnv>): Promise<Response> {
  const preferences = readPreferences(context);
  const language = await pageLanguage(context, preferences.language);
  context.header("Cache-Control", "no-cache");
  context.header("Vary", "Accept-Language, Cookie");
  return context.html(
    privacyPage({
      language,
      theme: parsePageTheme(preferences.theme),
      display: readDisplay(context, "page"),
      assets: ASSETS.landing,
      canonicalUrl: new URL("/privacy", context.req.url).href,
      retentionMs: readLimits(context.env).retentionMs,
    }),
  );
}
