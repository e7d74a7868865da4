import type { JSX } from "preact";
import { useRoom } from "../context.ts";
import { DialogButton } from "./dialog-button.tsx";

/** In the invitation, for those who may make them: what opens the links that give a role. */
export function LinksButton(): JSX.Element {
  const { t } = useRoom();
  return <DialogButton dialog={{ name: "links" }} icon="link" label={t("links")} />;
}
