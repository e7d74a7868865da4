/** What a command's handler works on. */
import type { CommandOf } from "../protocol/commands.ts";
import type { Limits } from "../protocol/limits.ts";
import type { CommandType } from "../protocol/traits.ts";
import type { TokenSigner } from "./identity/guest-token.ts";
import type { Origin } from "./origin.ts";
import type { RecentCommands } from "./recent-commands.ts";
import type { MemberRoster } from "./roster.ts";
import type { Session } from "./session.ts";
import type { StoredRoom } from "./store.ts";

/** A created room, with all that its rules work on. */
export interface RoomState {
  readonly name: string;
  readonly stored: StoredRoom;
  readonly signer: TokenSigner;
  readonly limits: Limits;
  readonly roster: MemberRoster;
  readonly recent: RecentCommands;
}

export interface Context<Type extends CommandType = CommandType> {
  readonly room: RoomState;
  readonly origin: Origin;
  /** the sender; without a connection of their own, `connection` is empty */
  readonly session: Session;
  readonly command: CommandOf<Type>;
  /** ms since 1970; read once a command */
  readonly now: number;
}
