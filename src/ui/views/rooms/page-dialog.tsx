import type { JSX } from "preact";
import type { OpenDialog } from "../context.ts";
import { MemberDialog } from "../members/member-dialog.tsx";
import { lazyAdminPanel } from "../kit/lazy-admin-panel.tsx";
import { PollDialog } from "../polls/poll-dialog.tsx";
import { SavedMessages } from "../saved/saved-messages.tsx";
import { RoomSwitcher } from "./room-switcher.tsx";

const OwnerKeyDialog = lazyAdminPanel(
  async () => (await import("../admin/owner-key-dialog.tsx")).OwnerKeyDialog,
);

const AuditDialog = lazyAdminPanel(async () => (await import("../admin/audit-dialog.tsx")).AuditDialog);

const DeleteMessageDialog = lazyAdminPanel(
  async () => (await import("../admin/delete-message-dialog.tsx")).DeleteMessageDialog,
);

const LinksDialog = lazyAdminPanel(async () => (await import("../admin/links-dialog.tsx")).LinksDialog);

const RoomSettingsDialog = lazyAdminPanel(
  async () => (await import("../admin/room-settings-dialog.tsx")).RoomSettingsDialog,
);

const SigningKeysDialog = lazyAdminPanel(
  async () => (await import("../admin/signing-keys-dialog.tsx")).SigningKeysDialog,
);

/** The dialog that covers the page. */
export function PageDialog({ dialog }: { readonly dialog: OpenDialog }): JSX.Element {
  switch (dialog.name) {
    case "switcher":
      return <RoomSwitcher key={dialog.name} />;
    case "forward":
      return <RoomSwitcher key={dialog.name} forwarded={dialog.message} />;
    case "saved":
      return <SavedMessages />;
    case "poll":
      return <PollDialog />;
    case "owner-key":
      return <OwnerKeyDialog />;
    case "links":
      return <LinksDialog />;
    case "signing-keys":
      return <SigningKeysDialog />;
    case "audit":
      return <AuditDialog />;
    case "delete-message":
      return <DeleteMessageDialog message={dialog.message} />;
    case "member":
      return <MemberDialog key={dialog.member.id} member={dialog.member} seq={dialog.seq} />;
    case "room-settings":
      return <RoomSettingsDialog />;
  }
}
