/** What the room switcher offers for what is typed. */
import { fold } from "../../text/folding.ts";
import { nearestRoomName } from "../../text/room-names.ts";

export interface RecentRoom {
  readonly name: string;
  /** its title, or else its name */
  readonly title: string;
}

export interface RoomChoice extends RecentRoom {
  readonly kind: "recent" | "new";
}

/** The recent rooms whose title or name contains what is typed, then the room of that name if it is none of them. */
export function roomChoices(recent: readonly RecentRoom[], typed: string): readonly RoomChoice[] {
  const nearest = nearestRoomName(typed);
  const folded = fold(typed.trim());
  const found = recent
    .filter(
      ({ name, title }) => name === nearest || [name, title].some((text) => fold(text).includes(folded)),
    )
    .map((room) => ({ kind: "recent", ...room }) as const);
  if (nearest === undefined || found.some(({ name }) => name === nearest)) return found;
  return [...found, { kind: "new", name: nearest, title: nearest }];
}
