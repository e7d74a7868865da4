/** What a command's handler sees. */
import type { Command } from "../protocol/commands.ts";
import type { Limits } from "../protocol/limits.ts";
import type { RandomSource } from "./ports.ts";
import type { TokenSigner } from "./identity/guest-token.ts";
import type { RecentCommands } from "./recent-commands.ts";
import type { Roster } from "./roster.ts";
import type { Session } from "./session.ts";
import type { StoredRoom } from "./store.ts";

/** A room that was born, with all that its rules work on. */
export interface RoomState {
  readonly name: string;
  readonly stored: StoredRoom;
  readonly signer: TokenSigner;
  readonly limits: Limits;
  readonly random: RandomSource;
  readonly roster: Roster;
  readonly recent: RecentCommands;
}

export interface Context<Any extends Command = Command> {
  readonly room: RoomState;
  readonly session: Session;
  readonly command: Any;
  /** ms since 1970; read once a command */
  readonly now: number;
  /** how far back a repeat is looked for where the command does not say (SPEC PUB-6) */
  readonly dedupe: "recent" | "stored";
}
