import type { JSX } from "preact";
import type { TextCheck } from "../../models/text-check.ts";
import { useRoom } from "../context.ts";

/** Why the text in the composer cannot be sent, or how many characters are left. */
export function TextProblem({ check }: { readonly check: TextCheck }): JSX.Element {
  const { t } = useRoom();
  const problemText = (): string | undefined => {
    switch (check.name) {
      case "near":
        return t("charactersLeft", { count: check.left });
      case "over":
        return t("charactersOver", { count: check.by });
      case "over-bytes":
        return t("bytesOver");
      case "invalid":
        return t("invalidText");
      case "empty":
      case "good":
        return undefined;
    }
  };
  return <>{problemText()}</>;
}
