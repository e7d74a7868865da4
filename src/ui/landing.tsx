/** The first page works without this. With it, a name is checked before it is sent, and rooms are remembered. */
import { safeStorage } from "../client/safe-storage.ts";
import { checkName } from "./landing/check-name.ts";
import { offerOtherNames } from "./landing/other-names.ts";
import { showLiveRoom } from "./landing/live-room.ts";
import { showRecentRooms } from "./landing/recent.ts";

const form = document.querySelector<HTMLFormElement>("#enter");
const input = document.querySelector<HTMLInputElement>("#room");

if (form !== null && input !== null) {
  checkName(form, input);
  offerOtherNames(input);
}
showRecentRooms(safeStorage());
showLiveRoom();
void import("./install.ts").then(({ keepShell }) => keepShell());
