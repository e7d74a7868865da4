/** The page's words in English, all of them loaded. */
import { en } from "../../../src/locales/en.ts";
import { describeError } from "../../../src/ui/conversation/error-messages.ts";
import { translator } from "../../../src/ui/i18n/translate.ts";

/** What a conversation in English is made with. */
export const IN_ENGLISH = {
  t: translator({ ...en.room, ...en.lazy, ...en.admin }, "en"),
  describeError: async (reason: unknown): Promise<string> => describeError(IN_ENGLISH.t, reason),
};
