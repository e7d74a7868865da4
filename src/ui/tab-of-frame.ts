/**
 * The page of a room that a frame opened for a member of its site (SPEC EMBED-16). As any page can open it so and keep a hold
 * on its window, no one joins here without a token of the frame: who is a guest of this browser, or an owner, is so in the page
 * that it leaves for.
 */
import type { BaseRoomApi } from "../client/base-room-client.ts";
import { defaultEnvironment } from "../client/environment.ts";
import { renewTokens } from "../client/token-renewal.ts";
import { OpenerTokens } from "./browser/opener-tokens.ts";
import { browserTimers } from "./timers.ts";

const opener = globalThis.opener as Window | null;

const tokens = new OpenerTokens({
  post(request, port) {
    if (opener === null || opener.closed) return false;
    opener.postMessage(request, location.origin, [port]);
    return true;
  },
  leave: () => location.replace(location.pathname + location.hash),
  timers: browserTimers,
});

/** Supplies the token of each join; never resolves where the page leaves. */
export const getToken = tokens.request;

/** Keeps the member's token valid, as the frame does with its own. */
export function follow(room: BaseRoomApi): void {
  renewTokens(room, getToken, defaultEnvironment());
}
