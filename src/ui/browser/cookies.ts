/** Cookies that the Worker renders pages by. */
import type { PageConfig } from "./page-config.ts";

/** The maximum lifetime of a cookie (RFC 6265bis §5.5). */
const MAX_AGE_SECONDS = 400 * 86_400;

/** Writes a cookie for later pages; for a frame, one that browsers keep on other sites too, apart for each (CHIPS). */
export function writeCookie(name: string, value: string, view: PageConfig["view"]): void {
  const scope =
    view === "embed" && isSecureContext
      ? "; Secure; SameSite=None; Partitioned"
      : `; SameSite=Lax${location.protocol === "https:" ? "; Secure" : ""}`;
  try {
    document.cookie = `${name}=${value}; Path=/; Max-Age=${MAX_AGE_SECONDS}${scope}`;
  } catch {
    // A sandboxed frame has no cookies: the setting lasts as long as the page.
  }
}
