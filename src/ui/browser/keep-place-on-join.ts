/** Keeps the place of a reader who has scrolled up in messages that this browser has kept, when the room is joined. */
import type { Conversation } from "../conversation/conversation.ts";

/**
 * The room's newest page may begin after the message that the reader looks at: then its own page is fetched, and scrolled
 * to. Call it while kept messages are shown.
 */
export function keepPlaceOnJoin(conversation: Conversation): void {
  const { room, epoch, reader, timeline } = conversation;
  const keptEpoch = epoch.peek();
  let place: number | undefined;
  const endReset = room.on("reset", () => {
    // In another log it is another message. The list is not rendered again yet.
    if (reader.peek() === "read" && epoch.peek() === keptEpoch) place = firstVisibleSeq();
  });
  const endState = room.on("state", ({ to }) => {
    if (to.name !== "online") return;
    endReset();
    endState();
    if (place !== undefined && place < (timeline.firstSeq ?? 0)) void conversation.goTo(place);
  });
}

function firstVisibleSeq(): number | undefined {
  const scroller = document.querySelector(".scroller");
  if (scroller === null) return undefined;
  const { top } = scroller.getBoundingClientRect();
  const message = Array.from(scroller.querySelectorAll<HTMLElement>("[data-seq]")).find(
    (each) => each.getBoundingClientRect().bottom > top,
  );
  return message === undefined ? undefined : Number(message.dataset["seq"]);
}
