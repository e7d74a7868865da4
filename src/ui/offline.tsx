/** The page that is shown in the place of one that could not be had: goes there by itself once it can. */
import { safeStorage } from "../client/safe-storage.ts";
import { showRecentRooms } from "./landing/recent.ts";
import { keepTrying } from "./offline/keep-trying.ts";
import { browserTimers } from "./timers.ts";

const OFFLINE_PATH = "/offline";

showRecentRooms(safeStorage());

const tryNow = keepTrying({ isReachable, timers: browserTimers, onReached: goOn });
addEventListener("online", tryNow);
for (const button of document.querySelectorAll("[data-action=retry]")) button.addEventListener("click", tryNow);

async function isReachable(): Promise<boolean> {
  try {
    return (await fetch("/health", { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}

function goOn(): void {
  if (location.pathname === OFFLINE_PATH) location.replace("/");
  else location.reload();
}
