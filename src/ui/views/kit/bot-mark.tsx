import type { JSX } from "preact";
import { useRoom } from "../context.ts";

/** Beside the name of a program that sent a message without a token (SPEC HTTP-19); nothing for a person. */
export function BotMark({ via }: { readonly via: string | undefined }): JSX.Element | null {
  const { t } = useRoom();
  return via === undefined ? null : <span class="bot">{t("bot")} </span>;
}
