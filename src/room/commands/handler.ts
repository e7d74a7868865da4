/** What every command's handler says about itself. */
import type { CommandType } from "../../protocol/traits.ts";
import type { Context } from "../context.ts";
import type { Outcome } from "../outcome.ts";

export interface CommandHandler<Type extends CommandType = CommandType> {
  /** true if a request without a token may send it (SPEC HTTP-5) */
  readonly anonymous?: true;
  /** true if a member who may not read the room may send it (SPEC PRIV-2) */
  readonly needsNoReading?: true;
  /** true if it reads a page, which counts against the rates of reads (SPEC LIM-12) */
  readonly isRead?: true;
  /** Decides and stores in one synchronous block. */
  readonly handle: (context: Context<Type>) => Outcome;
}
