/** Who holds an emoji on a message, in pages: a message names only some of many (SPEC REACT-4). */
import { failure, type Failure } from "../protocol/errors.ts";
import type { HolderPage } from "../protocol/holder-page.ts";
import { qualifyEmoji } from "../text/emoji.ts";
import { fail, ok, type Result } from "../text/result.ts";
import type { RoomState } from "./context.ts";

const HOLDERS_PER_PAGE = 50;
const MAX_ID_CHARACTERS = 100;

export interface HolderRequest {
  /** of the message */
  readonly seq: number;
  readonly emoji: string;
  /** the id of the last member of the page before; the first page where undefined */
  readonly after: string | undefined;
}

export function reactionHolders(
  state: RoomState | undefined,
  { seq, emoji, after = "" }: HolderRequest,
): Result<HolderPage, Failure> {
  const qualified = qualifyEmoji(emoji);
  if (qualified === undefined) return fail(failure("invalid_emoji"));
  if (after.length > MAX_ID_CHARACTERS) return fail(failure("bad_request", '"after" is the id of a member.'));
  const log = state?.visible;
  const message = log?.message(seq);
  if (log === undefined || message === undefined) return fail(failure("message_not_found"));
  // One more than the page holds shows whether there is more.
  const found = message.deleted ? [] : log.holdersAfter(seq, qualified, after, HOLDERS_PER_PAGE + 1);
  const holders = found.slice(0, HOLDERS_PER_PAGE);
  const last = found.length > holders.length ? holders.at(-1) : undefined;
  return ok({ holders, more: last !== undefined, ...(last === undefined ? {} : { after: last.id }) });
}
