/** Renews the token of a site before it expires, on the open connection (SPEC VOUCH-10). */
import type { Self } from "../protocol/member.ts";
import type { BaseRoomClient } from "./base-room-client.ts";
import type { GetToken } from "./client-identity.ts";
import type { Platform } from "./platform.ts";
import { Timer } from "./timer.ts";

/** A token is renewed so long before it expires, or after half of its time if that is later. */
const RENEW_BEFORE_MS = 60_000;
/** The pause after an attempt without a new token, and the shortest one before a token expires. */
const RETRY_MS = 10_000;
/** The shortest pause for a token that has expired or was revoked; at random up to {@link RETRY_MS}, as others may have to renew theirs too. */
const MIN_RETRY_MS = 1_000;
/** The part of the delay by which it may be shorter, so that a crowd's tokens are not renewed all at once. */
const JITTER = 0.1;

/** Keeps the token of `client` valid while it is joined, also if it is already: asks `getToken` for the next one in time. */
export function renewTokens(
  client: Pick<BaseRoomClient, "on" | "authenticate" | "state" | "self">,
  getToken: GetToken,
  platform: Platform,
): void {
  const timer = new Timer(platform);
  const start = (ms: number) => timer.start(ms, () => void renew());

  async function renew(): Promise<void> {
    start(RETRY_MS);
    try {
      const token = await getToken();
      // The answer schedules the next renewal.
      if (token !== undefined && timer.isRunning) await client.authenticate(token);
    } catch {
      // The site or the room gives none at the moment: the timer is set.
    }
  }

  /** Nothing expires for a guest: each join renews the room's own token. */
  function schedule({ expiresInMs }: Self): void {
    if (expiresInMs === undefined) return timer.stop();
    if (expiresInMs === 0) return start(MIN_RETRY_MS + (RETRY_MS - MIN_RETRY_MS) * platform.random());
    const delayMs = Math.max(expiresInMs - RENEW_BEFORE_MS, expiresInMs / 2);
    start(Math.max(delayMs * (1 - JITTER * platform.random()), RETRY_MS));
  }

  client.on("welcome", ({ self }) => schedule(self));
  client.on("presence", ({ self }) => self !== undefined && schedule(self));
  // Each join brings a token of its own.
  client.on("state", ({ to }) => to.name !== "online" && timer.stop());
  if (client.state.name === "online" && client.self !== undefined) schedule(client.self);
}
