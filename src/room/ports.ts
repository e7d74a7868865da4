/** The room's ports: clock, randomness and storage are injected, so that tests control all three. */
import type { RoomStore } from "./store.ts";
import type { Limits } from "../protocol/limits.ts";
import type { Policy } from "../protocol/policy.ts";
import type { RoomName } from "../text/room-names.ts";

export interface Clock {
  /** ms since 1970. May repeat or step back, so nothing is ordered by it. */
  now(): number;
}

export interface RandomSource {
  /** `count` unpredictable bytes */
  bytes(count: number): Uint8Array;
}

/** The deployment's keys with which sites vouch for members of this room (SPEC VOUCH-2). */
export interface DeploymentKeys {
  /** false if there are none */
  readonly any: boolean;
  /** True if the key with that fingerprint is one of them. */
  includes(fingerprint: string): boolean;
  /** True if one of them is of that issuer. */
  hasIssuer(iss: string): boolean;
}

export const NO_DEPLOYMENT_KEYS: DeploymentKeys = {
  any: false,
  includes: () => false,
  hasIssuer: () => false,
};

/** What the deployment allows a room's owner to set (SPEC POLICY-5). */
export type RoomPolicy = Pick<Policy, "embedOrigins" | "listRooms">;

export const NO_POLICY: RoomPolicy = {};

export interface RoomPorts {
  readonly name: RoomName;
  readonly limits: Limits;
  readonly policy: RoomPolicy;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly store: RoomStore;
  readonly deploymentKeys: DeploymentKeys;
}
