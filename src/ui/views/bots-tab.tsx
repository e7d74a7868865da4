import type { JSX } from "preact";
import { botCommands } from "../models/bot-commands.ts";
import { CopyField } from "./copying.tsx";
import { useRoom } from "./context.ts";
import { useInvitingWords } from "./inviting-words.ts";

/** How programs take part, each way in one line. */
export function BotsTab(): JSX.Element {
  const say = useInvitingWords();
  const commands = botCommands(useRoom().page.url);
  return (
    <>
      <p class="quiet-words">{say.botsHint}</p>
      <CopyField label={say.botSay} text={commands.say} />
      <CopyField label={say.botRead} text={commands.read} />
      <CopyField label={say.botScript} text={commands.script} />
      <CopyField label={say.botPython} text={commands.python} />
    </>
  );
}
