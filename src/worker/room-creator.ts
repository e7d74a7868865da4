/** Whether the sender of a request may create rooms (SPEC POLICY-2). */
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8 } from "@scure/base";
import type { Context } from "hono";
import { readConfiguration } from "../durable-object/configuration.ts";
import { platformClock } from "../durable-object/platform.ts";
import { verifySiteToken } from "../durable-object/site-token/verify.ts";
import type { Configuration } from "../protocol/configuration.ts";
import { failure, type Failure } from "../protocol/errors.ts";
import { roomCreators } from "../protocol/policy.ts";
import { equalInConstantTime } from "../room/identity/bytes.ts";
import type { RoomName } from "../text/room-names.ts";
import type { AppEnv } from "./env.ts";
import { requestToken } from "./reader.ts";

const KEY_NEEDED = 'Only the operator may create rooms here: send the key as "Authorization: Bearer".';
const WRONG_KEY = "This is not the key of the operator.";
const VOUCHING_NEEDED =
  'Only users of sites that this deployment trusts may create rooms: send a token of your site as "Authorization: Bearer".';

/** Why the sender may not create the room of that name; undefined if they may. Where everyone may, no token is looked at. */
export async function creationRefusal(
  context: Context<AppEnv>,
  room: RoomName,
): Promise<Failure | undefined> {
  const configuration = readConfiguration(context.env);
  const creators = roomCreators(configuration.policy);
  if (creators === "everyone") return undefined;
  const token = requestToken(context);
  if (!token.ok) return token.failure;
  const isVouched = creators === "vouched";
  if (token.value === undefined) return failure("token_needed", isVouched ? VOUCHING_NEEDED : KEY_NEEDED);
  if (isOperatorKey(token.value, configuration)) return undefined;
  if (!isVouched) return failure("invalid_token", WRONG_KEY);
  return vouchingRefusal(token.value, { configuration, room, url: context.req.url });
}

/** Hashed, so that the time that it takes says nothing of the key, nor of its length. */
function isOperatorKey(token: string, { operatorKey }: Pick<Configuration, "operatorKey">): boolean {
  return (
    operatorKey !== undefined && token.isWellFormed() && equalInConstantTime(hash(token), hash(operatorKey))
  );
}

function hash(text: string): Uint8Array {
  return sha256(utf8.decode(text));
}

interface Creation {
  readonly configuration: Configuration;
  readonly room: RoomName;
  /** of the request */
  readonly url: string;
}

async function vouchingRefusal(
  token: string,
  { configuration: { siteKeys, policy, limits }, room, url }: Creation,
): Promise<Failure | undefined> {
  const verified = await verifySiteToken(token, {
    keys: siteKeys,
    // A room that is not there has none.
    roomKeys: [],
    room,
    origin: policy.origin ?? new URL(url).origin,
    isForCreation: true,
    now: platformClock.now(),
    nameGraphemes: limits.nameGraphemes,
  });
  return verified.ok ? undefined : verified.failure;
}
