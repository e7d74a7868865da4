/** Loaded where this browser has the room's owner key, or the page's address has a key. */
import type { ReadonlySignal } from "@preact/signals";
import { entranceOf } from "./conversation/entrance.ts";
import { OwnerClaim } from "./conversation/owner-claim.ts";
import type { RoomContext } from "./views/context.ts";

export function startOwning(context: RoomContext): OwnerClaim {
  const { asksName, conversation, composing, page, storage, dialog, t, loadStrings, loadAdminStrings } =
    context;
  return new OwnerClaim({
    room: conversation.room,
    roomName: page.room,
    storage,
    isWriting: () => composing.text.peek() !== "" || dialog.peek() !== undefined,
    onUncopiedKey: () => whenFalse(asksName, () => (dialog.value = { name: "owner-key" })),
    onPrivate: (key) => void entranceOf(context).enter(key),
    onRefused: (place) =>
      void Promise.all([loadStrings(), loadAdminStrings()]).then(
        () => conversation.problems.showMessage(t(place === "address" ? "keyRefused" : "ownerKeyVoid")),
        conversation.problems.show,
      ),
    onError: conversation.problems.show,
  });
}

/** Calls `run` once `flag` is false, so that the question for a name is not interrupted. */
function whenFalse(flag: ReadonlySignal<boolean>, run: () => void): void {
  if (!flag.peek()) return run();
  const stop = flag.subscribe((isSet) => {
    if (isSet) return;
    stop();
    run();
  });
}
