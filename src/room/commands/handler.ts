/** What every command's handler says about itself. */
import type { CommandOf } from "../../protocol/commands.ts";
import type { Failure } from "../../protocol/errors.ts";
import type { Limits } from "../../protocol/limits.ts";
import type { Role } from "../../protocol/member.ts";
import type { CommandType } from "../../protocol/traits.ts";
import type { Context } from "../context.ts";
import type { Outcome } from "../outcome.ts";

export interface CommandHandler<Type extends CommandType = CommandType> {
  /** who may send it (SPEC ID-8) */
  readonly roles: ReadonlySet<Role>;
  /** Present where a request without a token may send it, which creates the room if there is none (SPEC HTTP-5). */
  readonly anonymous?: {
    /** Why an empty room would refuse the command: a refused one must not create a room (SPEC ROOM-2). */
    readonly refusalInEmptyRoom: (command: CommandOf<Type>, limits: Limits) => Failure | undefined;
  };
  /** Decides and stores in one synchronous block. */
  readonly handle: (context: Context<Type>) => Outcome;
}

/** Roles that may change what others see. */
export const WRITERS: ReadonlySet<Role> = new Set<Role>(["owner", "moderator", "member", "guest"]);

export const EVERY_ROLE: ReadonlySet<Role> = new Set<Role>([...WRITERS, "reader"]);
