import type { JSX } from "preact";
import type { RoomKeyInfo } from "../../../client/api.ts";
import { momentOf } from "../../i18n/moment.ts";
import { useRoom } from "../context.ts";
import { ConfirmedButton } from "./confirmed-button.tsx";

interface Properties {
  readonly signingKey: RoomKeyInfo;
  readonly onRemove: () => Promise<void>;
}

/** A key that is in use: whose it is, what it may give, since when. It can be removed. */
export function SigningKeyItem({ signingKey, onRemove }: Properties): JSX.Element {
  const { formats, t } = useRoom();
  const { kid, iss, alg, maxRole, createdAt } = signingKey;
  return (
    <li>
      <p>
        <strong>
          <bdi translate={false}>{kid}</bdi>
        </strong>{" "}
        · <bdi translate={false}>{alg}</bdi>
      </p>
      <p>
        <bdi translate={false}>{iss}</bdi>
      </p>
      <p class="secondary-text">
        <span>{t("signingKeyUpTo", { role: t(`role_${maxRole}`) })}</span> ·{" "}
        <span>{t("signingKeySince", { time: momentOf(createdAt, formats) })}</span>
      </p>
      <ConfirmedButton
        label={t("signingKeyRemove")}
        itemLabel={kid}
        text={t("signingKeyRemoveText")}
        confirmLabel={t("signingKeyRemoveConfirm")}
        onConfirm={onRemove}
      />
    </li>
  );
}
