/** Before anything is drawn: the language and theme of the page, as they were chosen on the one before. */
import { applyChoices, readChoices } from "./choices.ts";

applyChoices(readChoices());
