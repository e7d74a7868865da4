/** What the landing page is made from. */
import type { DirectoryEntry } from "../../../protocol/listed-room.ts";
import type { RoomCreators } from "../../../protocol/policy.ts";
import type { RoomName } from "../../../text/room-names.ts";
import type { PageAssets } from "../assets.ts";
import type { PageAttributes } from "../layout.ts";

export interface LandingPage extends PageAttributes {
  readonly assets: PageAssets;
  readonly canonicalUrl: string;
  /** random names: the form is prefilled with the first, and its button goes through the others */
  readonly suggestedNames: readonly [string, ...string[]];
  /** who may create rooms: where not everyone may, the form only opens them */
  readonly creators: RoomCreators;
  /** the public room that visitors can try, if the deployment has one */
  readonly lobby?: RoomName;
  /** of the deployment's list of rooms, the last active first */
  readonly rooms?: readonly DirectoryEntry[];
  /** where the deployment's source code is, if it says so */
  readonly sourceUrl?: string;
  /** the requested name, if it is invalid; shown with the reason */
  readonly invalidName?: string;
  /** there is nothing at the requested address */
  readonly isNotFound?: boolean;
  /** the name that is suggested in its place */
  readonly nearestName?: string;
  /** the language was chosen by `?lang=`: the form passes it on to the room */
  readonly isLanguageChosen?: boolean;
}
