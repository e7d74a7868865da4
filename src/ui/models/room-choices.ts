/** What the room switcher offers for what is typed. */
import { fold } from "../../text/folding.ts";
import { nearestRoomName } from "../../text/room-names.ts";

export interface RoomChoice {
  readonly kind: "recent" | "new";
  readonly name: string;
}

/** The recent rooms that contain what is typed, then the room of that name if it is none of them. */
export function roomChoices(recent: readonly string[], typed: string): readonly RoomChoice[] {
  const nearest = nearestRoomName(typed);
  const folded = fold(typed.trim());
  const matching = recent.filter((name) => fold(name).includes(folded) || name === nearest);
  const found = matching.map((name) => ({ kind: "recent", name }) as const);
  if (nearest === undefined || matching.includes(nearest)) return found;
  return [...found, { kind: "new", name: nearest }];
}
