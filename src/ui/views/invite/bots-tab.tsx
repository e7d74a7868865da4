import type { JSX } from "preact";
import { botCommands } from "../../models/bot-commands.ts";
import { CopyField } from "./copy-field.tsx";
import { useRoom } from "../context.ts";

/** One command for each way in which programs can take part. */
export function BotsTab(): JSX.Element {
  const { t } = useRoom();
  const commands = botCommands(useRoom().page.url);
  return (
    <>
      <p class="secondary-text">{t("botsHint")}</p>
      <CopyField label={t("botSay")} text={commands.say} />
      <CopyField label={t("botRead")} text={commands.read} />
      <CopyField label={t("botScript")} text={commands.script} />
      <CopyField label={t("botPython")} text={commands.python} />
    </>
  );
}
