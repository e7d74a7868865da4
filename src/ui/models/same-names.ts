/** What distinguishes members with the same name: the end of their ids. */
import { fold } from "../../text/folding.ts";
import type { Author } from "../../protocol/member.ts";

const TAG_CHARACTERS = 3;

export type NameTags = ReadonlyMap<string, string>;

/** The end of the id of each member whose name another member has too, in any spelling. */
export function nameTags(members: readonly Author[]): NameTags {
  const byName = Map.groupBy(members, ({ name }) => fold(name));
  const shared = [...byName.values()].filter((namesakes) => namesakes.length > 1).flat();
  return new Map(shared.map(({ id }) => [id, id.slice(-TAG_CHARACTERS)]));
}

/** The tags of `members`: `before` itself if nothing changed, so that no view is rendered again. */
export function renewedTags(members: readonly Author[], before: NameTags): NameTags {
  const tags = nameTags(members);
  return isSameTags(tags, before) ? before : tags;
}

function isSameTags(one: NameTags, other: NameTags): boolean {
  return one.size === other.size && [...one].every(([id, tag]) => other.get(id) === tag);
}
