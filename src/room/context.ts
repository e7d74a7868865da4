/** What a command's handler works on. */
import type { CommandOf } from "../protocol/commands.ts";
import type { Limits } from "../protocol/limits.ts";
import type { Authority } from "./authority/authority.ts";
import type { VisibleLog } from "./authority/visible-log.ts";
import type { CommandType } from "../protocol/traits.ts";
import type { VerifiedToken } from "./identity/identify.ts";
import type { TokenSigner } from "./identity/guest-token.ts";
import type { DeletedMessages } from "./deleted-messages.ts";
import type { NamesInUse } from "./names-in-use.ts";
import type { Origin } from "./origin.ts";
import type { RoomPolicy } from "./ports.ts";
import type { Announcements } from "./rates/announcements.ts";
import type { RecentCommands } from "./recent-commands.ts";
import type { MemberRoster } from "./roster.ts";
import type { Session } from "./session.ts";
import type { EphemeralKeys } from "./state/ephemeral-keys.ts";
import type { PendingSets } from "./state/pending-sets.ts";
import type { SharedState } from "./state/shared-state.ts";
import type { LogWriter, StoredRoom } from "./store.ts";

/** A room, stored or not yet, with all that its rules work on. */
export interface RoomState {
  readonly name: string;
  readonly stored: Omit<StoredRoom, "createdAt" | "log"> & { readonly log: LogWriter };
  /** the pages of the log */
  readonly visible: VisibleLog;
  readonly authority: Authority;
  readonly signer: TokenSigner;
  readonly limits: Limits;
  readonly policy: RoomPolicy;
  readonly roster: MemberRoster;
  readonly names: NamesInUse;
  readonly recent: RecentCommands;
  readonly announcements: Announcements;
  readonly deleted: DeletedMessages;
  readonly shared: SharedState;
  readonly pendingSets: PendingSets;
  readonly ephemeralKeys: EphemeralKeys;
}

export interface Context<Type extends CommandType = CommandType> {
  readonly room: RoomState;
  readonly origin: Origin;
  /** the sender; without a connection of their own, `connection` is empty */
  readonly session: Session;
  readonly command: CommandOf<Type>;
  /** of an `authenticate` with a token of a site */
  readonly vouched?: VerifiedToken | undefined;
  /** ms since 1970; read once a command */
  readonly now: number;
}
