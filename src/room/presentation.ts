/** What a room shows to all who open its address, before it is known who they are. */
import { settingOf, type RoomSettings } from "../protocol/settings.ts";
import { readRefusal } from "./authority/permissions.ts";
import type { RoomState } from "./context.ts";
import { isListed } from "./listing.ts";

export interface RoomPresentation {
  /** true for a room that has no owner, and gets none as long as it exists */
  readonly isCommon: boolean;
  /** true if not everyone may read it */
  readonly isPrivate: boolean;
  /** true if it is in the deployment's list of rooms (SPEC LIST-1) */
  readonly isListed: boolean;
  /** as topic and language, empty for none, and in a private room (SPEC PRIV-5) */
  readonly title: string;
  readonly topic: string;
  /** the BCP 47 tag of the room's language */
  readonly language: string;
  /** the sites whose pages may frame it; all if there are none */
  readonly embedOrigins: readonly string[];
}

/** @param room undefined before it is created */
export function presentationOf(room: RoomState | undefined): RoomPresentation {
  const settings: RoomSettings = room?.authority.settings ?? {};
  const isPrivate = readRefusal(settings, "reader", false) !== undefined;
  return {
    isCommon: room?.authority.isOwned === false,
    isPrivate,
    isListed: room !== undefined && isListed(settings, room.policy),
    title: isPrivate ? "" : settingOf(settings, "title"),
    topic: isPrivate ? "" : settingOf(settings, "topic"),
    language: isPrivate ? "" : settingOf(settings, "language"),
    embedOrigins: settingOf(settings, "embedOrigins"),
  };
}
