import type { JSX } from "preact";
import { useRoom } from "../context.ts";
import { LineField } from "../kit/line-field.tsx";

/** A reason has as many graphemes at most, each of which has one of these or more. */
const MAX_UTF16_UNITS = 300;

interface Properties {
  readonly value: string;
  readonly onChange: (reason: string) => void;
  readonly takesFocus?: boolean;
}

/** Why a moderator does something: for the member, the others and the log, if they like. */
export function ReasonField(properties: Properties): JSX.Element {
  const { t } = useRoom();
  return <LineField label={t("actReason")} maxLength={MAX_UTF16_UNITS} {...properties} />;
}
