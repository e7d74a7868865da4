/** The tokens of sites in one room: verified before the room is asked, which decides without waiting. */
import type { Configuration } from "../../protocol/configuration.ts";
import { failure } from "../../protocol/errors.ts";
import type { RoomKey } from "../../protocol/room-keys.ts";
import { countsIn, type SiteKey } from "../../protocol/site-keys.ts";
import type { VerifiedToken } from "../../room/identity/identify.ts";
import { fingerprintOf } from "../../room/identity/key-fingerprint.ts";
import type { DeploymentKeys } from "../../room/ports.ts";
import type { RoomName } from "../../text/room-names.ts";
import { fail } from "../../text/result.ts";
import { platformClock } from "../platform.ts";
import { isSiteToken, verifySiteToken } from "./verify.ts";

/** What each token of a site says, or why it is refused; nothing of any other token. */
export type VerifiedTokens = ReadonlyMap<string, VerifiedToken>;

export const NO_SITE_TOKENS: VerifiedTokens = new Map();

/** Of one request: that of its sender, and those of the members that it becomes. Each signature takes time to verify. */
const MAX_TOKENS = 4;
const TOO_MANY: VerifiedToken = fail({
  ...failure("invalid_token", `A request has at most ${MAX_TOKENS} tokens of sites.`),
  code: "invalid_token",
});

export class SiteTokens {
  /** those of the deployment that count in the room */
  readonly deploymentKeys: DeploymentKeys;
  private readonly keys: readonly SiteKey[];

  /** @param roomKeys the room's own keys that count; asked for where there is a token to verify */
  constructor(
    private readonly configuration: Pick<Configuration, "siteKeys" | "policy" | "limits">,
    private readonly room: RoomName,
    private readonly roomKeys: () => readonly RoomKey[],
  ) {
    this.keys = configuration.siteKeys.filter((key) => countsIn(key, room));
    const fingerprints = new Set(this.keys.map((key) => fingerprintOf(key, "deployment")));
    const issuers = new Set(this.keys.map(({ iss }) => iss));
    this.deploymentKeys = {
      any: fingerprints.size > 0,
      includes: (fingerprint) => fingerprints.has(fingerprint),
      hasIssuer: (iss) => issuers.has(iss),
    };
  }

  /**
   * Calls `run` with those of `tokens` that are of sites, verified; at once where there are none, so that nothing comes in
   * between. `origin` is that of the request.
   */
  verified<Value>(
    tokens: readonly (string | undefined)[],
    origin: string | undefined,
    run: (verified: VerifiedTokens) => Value,
  ): Value | Promise<Value> {
    if (!tokens.some(isSiteToken)) return run(NO_SITE_TOKENS);
    const ofSites = [...new Set(tokens.filter(isSiteToken))];
    return this.verifyAll(ofSites, origin).then(run);
  }

  private async verifyAll(tokens: readonly string[], origin: string | undefined): Promise<VerifiedTokens> {
    const roomKeys = this.roomKeys();
    const verified = tokens.map(async (token, index): Promise<[string, VerifiedToken]> => {
      return [token, index < MAX_TOKENS ? await this.verify(token, roomKeys, origin) : TOO_MANY];
    });
    return new Map(await Promise.all(verified));
  }

  private verify(
    token: string,
    roomKeys: readonly RoomKey[],
    origin: string | undefined,
  ): Promise<VerifiedToken> {
    const { policy, limits } = this.configuration;
    return verifySiteToken(token, {
      keys: this.keys,
      roomKeys,
      room: this.room,
      origin: policy.origin ?? origin,
      now: platformClock.now(),
      nameGraphemes: limits.nameGraphemes,
    });
  }
}
