import { uniqueRoomName } from "./guest.ts";
import { fetchWorker } from "./worker-requests.ts";

export interface CreatedRoom {
  readonly url: string;
  readonly name: string;
  readonly ownerKey: string;
}

/** Creates a room with an owner, and settings. */
export async function ownedRoom(settings: object = {}): Promise<CreatedRoom> {
  const answer = await fetchWorker("/rooms", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ name: uniqueRoomName(), ...settings }),
  });
  if (answer.status !== 201) throw new Error(await answer.text());
  return answer.json<CreatedRoom>();
}
