/** The landing page works without this script, which validates the name, creates rooms with owners, and lists recent rooms. */
import { safeStorage } from "../client/safe-storage.ts";
import { checkName } from "./landing/check-name.ts";
import { enableCreation } from "./landing/create-room.ts";
import { enableNameSuggestions } from "./landing/suggest-name.ts";
import { enableLobby } from "./landing/embedded-room.ts";
import { showRecentRooms } from "./landing/recent-rooms.ts";

const form = document.querySelector<HTMLFormElement>("#enter");
const input = document.querySelector<HTMLInputElement>("#room");

const storage = safeStorage();

if (form !== null && input !== null) {
  checkName(form, input);
  enableCreation(form, input, storage);
  enableNameSuggestions(input);
}
showRecentRooms(storage);
enableLobby();
// If the network is lost before the chunk is loaded, the next visit registers the service worker.
void import("./register-service-worker.ts").then(
  ({ registerServiceWorker }) => registerServiceWorker(),
  () => undefined,
);
