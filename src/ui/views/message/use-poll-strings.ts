import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { loadWithRetries } from "../../load-with-retries.ts";
import { useRoom } from "../context.ts";

const areLoaded = signal(false);

/** Loads the strings of polls if a text is one. False until they are there: the text is then shown as it was typed. */
export function usePollStrings(isPoll: boolean): boolean {
  const room = useRoom();
  useEffect(() => {
    if (isPoll && !areLoaded.peek())
      void loadWithRetries(room.conversation.room, room.loadStrings).then(() => (areLoaded.value = true));
  }, [isPoll]);
  return isPoll && areLoaded.value;
}
