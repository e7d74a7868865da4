/** What the landing page is made from. */
import type { RoomName } from "../../../text/room-names.ts";
import type { PageAssets } from "../assets.ts";
import type { PageAttributes } from "../layout.ts";

export interface LandingPage extends PageAttributes {
  readonly assets: PageAssets;
  readonly canonicalUrl: string;
  /** random names: the form is prefilled with the first, and its button goes through the others */
  readonly suggestedNames: readonly [string, ...string[]];
  /** the public room that visitors can try, if the deployment has one */
  readonly lobby?: RoomName;
  /** the requested name, if it is invalid; shown with the reason */
  readonly invalidName?: string;
  /** there is nothing at the requested address */
  readonly isNotFound?: boolean;
  /** the name that is suggested in its place */
  readonly nearestName?: string;
  /** the language was chosen by `?lang=`: the form passes it on to the room */
  readonly isLanguageChosen?: boolean;
}
