/** Stands for the client's English sentences in the room page, which words each error by its code. */
import type * as sentences from "../client/error-sentences.ts";

export const errorSentence: typeof sentences.errorSentence = (code) => code;
export const textSentence: typeof sentences.textSentence = errorSentence;

export const UNUSABLE_TOKEN_REASON: string = "";
export const DAMAGED_FRAME_REASON: string = "";
