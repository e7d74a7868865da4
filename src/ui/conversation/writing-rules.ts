/** What the room allows the user to write, beyond the limits of a text: filled once the room's rules are loaded. */
import type { ComponentType } from "preact";

export interface WritingRules {
  /** in the composer's place, where the user may not write at all */
  readonly Closed?: ComponentType | undefined;
  /** in place of the user's name in the header, where they may not change it */
  readonly FixedName?: ComponentType | undefined;
  /** below the composer */
  readonly Hint?: ComponentType | undefined;
  /** true if this text may not be sent now: `edit` changes a message, anything else is a new one */
  readonly refuses?: (text: string, mode: { readonly name: string }) => boolean;
  /** the user tried to send all the same */
  readonly onRefused?: () => void;
  /** the room refused a message, which is in the list */
  readonly onFailed?: (id: string, text: string, reason: unknown) => void;
}
