import type { JSX } from "preact";
import { botCommands } from "../../models/bot-commands.ts";
import { CopyField } from "./copy-field.tsx";
import { useRoom } from "../context.ts";
import { useInviteStrings } from "./invite-strings.ts";

/** How programs take part, each way in one line. */
export function BotsTab(): JSX.Element {
  const strings = useInviteStrings();
  const commands = botCommands(useRoom().page.url);
  return (
    <>
      <p class="secondary-text">{strings.botsHint}</p>
      <CopyField label={strings.botSay} text={commands.say} />
      <CopyField label={strings.botRead} text={commands.read} />
      <CopyField label={strings.botScript} text={commands.script} />
      <CopyField label={strings.botPython} text={commands.python} />
    </>
  );
}
