/** What an act changes of the room's sanctions (SPEC MOD-1). */
import { ACTS, KICK_MS, type Act } from "../../protocol/acts.ts";
import type { Author } from "../../protocol/member.ts";
import type { SanctionChange, Sanctions } from "./sanctions.ts";
import type { Sanction } from "./store.ts";

/** An act on a member, as it was decided. */
export interface DecidedAct {
  readonly act: Act;
  readonly member: Author;
  readonly until: number | undefined;
  /** those that are banned with the member */
  readonly addresses: readonly string[];
  /** of the event */
  readonly seq: number;
  /** ms since 1970 */
  readonly at: number;
}

/** An act takes the place of the former one of its kind. What has ended meanwhile goes too; `oldest` is the oldest seq that is kept. */
export function sanctionChange(sanctions: Sanctions, decided: DecidedAct, oldest: number): SanctionChange {
  const { act, member, at } = decided;
  const former = sanctions.all(member.id, ACTS[act].kind);
  const ended = sanctions.ended(at, oldest).filter((each) => !former.includes(each));
  return { ended: [...former, ...ended], added: addedBy(sanctions, decided) };
}

function addedBy(
  sanctions: Sanctions,
  { act, member, until, addresses, seq, at }: DecidedAct,
): readonly Sanction[] {
  const { kind, lifts } = ACTS[act];
  if (lifts) return [];
  const own: Sanction = {
    member: member.id,
    kind,
    address: "",
    name: member.name,
    until: kind === "kick" ? at + KICK_MS : until,
    seq,
  };
  return [own, ...addresses.map((address) => ({ ...own, address: sanctions.hashOf(address) }))];
}
