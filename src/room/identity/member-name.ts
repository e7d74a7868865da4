/** Names of members (SPEC ID-7): those of text/names.ts that cannot pass for a mark of the room (VOUCH-1). */
import { parseName, type NameFailure } from "../../text/names.ts";
import { fail, type Result } from "../../text/result.ts";

/** Check marks, alone or in a box, and the root that looks like one: beside a name they say that a site vouches for its member. */
const CHECK_MARKS = /[\u221a\u237b\u2611\u2705\u2713\u2714\u{10102}\u{1f5f8}\u{1f5f9}\u{1fbb1}]/u;

/** The name in its canonical form, or why it is refused. */
export function parseMemberName(raw: string, maxGraphemes: number): Result<string, NameFailure> {
  return CHECK_MARKS.test(raw) ? fail("reserved") : parseName(raw, maxGraphemes);
}
