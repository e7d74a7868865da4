/** The offline page: retries until the network is back, then reloads the page it stands in for. */
import { safeStorage } from "../client/safe-storage.ts";
import { showRecentRooms } from "./landing/recent-rooms.ts";
import { preferredLanguage, showLanguage } from "./offline/show-language.ts";
import { retryWithBackoff } from "./offline/retry-with-backoff.ts";
import { browserTimers } from "./timers.ts";

const OFFLINE_PATH = "/offline";

showRecentRooms(safeStorage());
showLanguage(document.querySelectorAll<HTMLElement>("main > section[lang]"), [
  preferredLanguage(document.cookie),
  ...navigator.languages,
]);

const retryNow = retryWithBackoff({ isReachable, timers: browserTimers, onReachable: leaveOfflinePage });
addEventListener("online", retryNow);
for (const button of document.querySelectorAll("[data-action=retry]"))
  button.addEventListener("click", retryNow);

async function isReachable(): Promise<boolean> {
  try {
    return (await fetch("/health", { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}

function leaveOfflinePage(): void {
  if (location.pathname === OFFLINE_PATH) location.replace("/");
  else location.reload();
}
