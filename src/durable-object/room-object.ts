/** A room's Durable Object: the calls of the Worker. The platform's events are in room-host.ts. */
import type { AuditPage } from "../protocol/audit.ts";
import type { Command } from "../protocol/commands.ts";
import type { RoomEvent } from "../protocol/events.ts";
import type { StateEntry } from "../protocol/events/state.ts";
import type { Page } from "../protocol/events/page.ts";
import type { Members } from "../protocol/events/welcome.ts";
import type { Failure } from "../protocol/errors.ts";
import type { HolderPage } from "../protocol/holder-page.ts";
import type { RoomKey, RoomKeyInfo } from "../protocol/room-keys.ts";
import type { LinkRequest } from "../protocol/room-link.ts";
import type { TicketGrant } from "../protocol/ticket-grant.ts";
import type { TokenRevocation } from "../protocol/token-revocation.ts";
import type { SearchPage } from "../protocol/search-page.ts";
import type { OwnedRoomRequest } from "../room/authority/create-owned.ts";
import type { Link } from "../room/authority/links.ts";
import type { TicketRequest } from "../room/grant-ticket.ts";
import type { HolderRequest } from "../room/reaction-holders.ts";
import type { VerifiedToken } from "../room/identity/identify.ts";
import type { RoomPresentation } from "../room/presentation.ts";
import type { Reader } from "../room/reader.ts";
import type { Peek, RoomReader, RoomView, SharedStateView } from "../room/room-reader.ts";
import type { RoomSearchRequest } from "../room/search.ts";
import { keyFailure, visitsFailure } from "../room/limit-failures.ts";
import { settingOf } from "../protocol/settings.ts";
import { fail, ok, type Result } from "../text/result.ts";
import type { HttpSender } from "./http-commands.ts";
import { RoomHost } from "./room-host.ts";
import type { RoomRequests } from "./room-requests.ts";
import type { VerifiedTokens } from "./site-token/site-tokens.ts";

/** A request with perhaps a token of a site, which is for the origin that the request was sent to. */
type SiteRequest<Request> = Omit<Request, "vouched"> & { readonly origin: string };

interface Transcript extends Omit<Page, "type" | "id"> {
  /** of the room, empty if it has none */
  readonly language: string;
}

/** At once, or once a token of a site is verified. */
type Answer<Value> = Result<Value, Failure> | Promise<Result<Value, Failure>>;

export class RoomObject extends RoomHost {
  /** What the room shows to all who open its address. Writes nothing. */
  presentation(): Result<RoomPresentation, Failure> {
    return this.answer("presentation", ({ room }) => ok(room.presentation));
  }

  /** The room's metadata. Writes nothing. */
  view(reader: SiteRequest<Reader>): Answer<RoomView> {
    return this.read("view", reader, (room) => ok(room.view()));
  }

  /** The first members, or those that a search by the beginning of their names finds. Writes nothing. */
  members(reader: SiteRequest<Reader>, prefix?: string): Answer<Members> {
    return this.read("members", reader, (room) =>
      prefix === undefined ? room.rated(() => room.members()) : room.searchMembers(prefix),
    );
  }

  /** At most `limit` messages before `before`, or the newest, oldest first. Writes nothing. */
  messages(
    reader: SiteRequest<Reader>,
    before: number | undefined,
    limit: number,
  ): Answer<Omit<Page, "type" | "id">> {
    return this.read("messages", reader, (room) =>
      room.rated(() => ({ position: room.view().position, ...room.messagesBefore(before, limit) })),
    );
  }

  /** At most `limit` of the newest messages, oldest first, and the BCP 47 tag of the room's language, if it has one. Writes nothing. */
  transcript(reader: SiteRequest<Reader>, limit: number): Answer<Transcript> {
    return this.read("transcript", reader, (room) =>
      room.rated(() => {
        const { position, settings } = room.view();
        const language = settingOf(settings, "language");
        return { language, position, ...room.messagesBefore(undefined, limit) };
      }),
    );
  }

  /** A page of the members who hold an emoji on a message. Writes nothing. */
  reactionHolders(reader: SiteRequest<Reader>, request: HolderRequest): Answer<HolderPage> {
    return this.read("reactionHolders", reader, (room) => {
      const page = room.rated(() => room.reactionHolders(request));
      return page.ok ? page.value : page;
    });
  }

  /** The shared state. Writes nothing. */
  state(reader: SiteRequest<Reader>, after: string): Answer<SharedStateView> {
    return this.read("state", reader, (room) => room.rated(() => room.state(after)));
  }

  /** A key of the shared state; fails with `not_found` if it is not set. Writes nothing. */
  key(reader: SiteRequest<Reader>, key: string): Answer<StateEntry> {
    return this.read("key", reader, (room) => {
      const entry = room.rated(() => room.key(key));
      if (!entry.ok) return entry;
      return entry.value === undefined ? fail(keyFailure(key)) : ok(entry.value);
    });
  }

  /** A page of search results. Writes nothing. */
  search(reader: SiteRequest<Reader>, request: RoomSearchRequest): Answer<SearchPage> {
    return this.read("search", reader, (room) => room.search(request));
  }

  /** A page of the audit log before an entry, or the newest, for moderators. Writes nothing. */
  audit(reader: SiteRequest<Reader>, before: number | undefined): Answer<AuditPage> {
    return this.read("audit", reader, (room) => room.audit(before));
  }

  /**
   * Executes a request's commands in order, as a socket would send them.
   * @returns for each command the events that answer it; fails where the sender cannot be identified
   */
  async execute(
    sender: SiteRequest<HttpSender>,
    commands: readonly Command[],
  ): Promise<Result<readonly (readonly RoomEvent[])[], Failure>> {
    const tokens = commands.flatMap((command) => (command.type === "authenticate" ? [command.token] : []));
    const executed = await this.verified([sender.token, ...tokens], sender.origin, (verified) =>
      this.answer("execute", (live) => live.httpCommands.execute(commands, sender, verified)),
    );
    return executed.ok ? ok(await Promise.all(executed.value)) : executed;
  }

  /** Exchanges a token, or the name of a new guest, for a ticket (SPEC ID-16). */
  ticket(request: SiteRequest<TicketRequest>): Answer<TicketGrant> {
    return this.verifying(request, (vouched) =>
      this.answer("ticket", (live) => live.requests.grantTicket({ ...request, vouched })),
    );
  }

  /** Creates the room with an owner, and returns the owner's key (SPEC OWN-2). */
  createOwned(request: OwnedRoomRequest): Result<string, Failure> {
    return this.answerCreation((live) => live.requests.createOwned(request));
  }

  /** Makes a link that gives a role (SPEC OWN-7). */
  createLink(sender: SiteRequest<HttpSender>, request: LinkRequest): Answer<Link> {
    return this.managing(sender, (requests, verified) =>
      requests.manage(sender, verified, (manage, origin) => manage.createLink(origin, request)),
    );
  }

  /** The links that the sender may make. Writes nothing. */
  links(sender: SiteRequest<HttpSender>): Answer<readonly Link[]> {
    return this.managing(sender, (requests, verified) =>
      requests.manage(sender, verified, (manage, origin) => manage.links(origin)),
    );
  }

  /** Revokes a link at once. */
  revokeLink(sender: SiteRequest<HttpSender>, id: string): Answer<void> {
    return this.managing(sender, (requests, verified) =>
      requests.manage(sender, verified, (manage, origin) => manage.revokeLink(origin, id)),
    );
  }

  /** Adds a key with which a site vouches for members of this room, or replaces the one of that name (SPEC VOUCH-11). */
  putKey(sender: SiteRequest<HttpSender>, key: RoomKey): Answer<RoomKeyInfo> {
    return this.managing(sender, (requests, verified) => requests.putKey(sender, verified, key));
  }

  /** The room's keys, without what they consist of. Writes nothing. */
  keys(sender: SiteRequest<HttpSender>): Answer<readonly RoomKeyInfo[]> {
    return this.managing(sender, (requests, verified) =>
      requests.manage(sender, verified, (manage, origin) => manage.keys(origin)),
    );
  }

  /** Removes a key, and what it vouched for. */
  removeKey(sender: SiteRequest<HttpSender>, kid: string): Answer<void> {
    return this.managing(sender, (requests, verified) => requests.removeKey(sender, verified, kid));
  }

  /** Revokes a token of a site (SPEC VOUCH-14). */
  revokeSiteToken(sender: SiteRequest<HttpSender>, request: TokenRevocation): Answer<void> {
    return this.managing(sender, (requests, verified) => requests.revokeSiteToken(sender, verified, request));
  }

  /** Deletes the room for good, and closes all its connections (SPEC OWN-9). */
  async deleteRoom(sender: SiteRequest<HttpSender>): Promise<Result<void, Failure>> {
    const deleted = await this.managing(sender, (requests, verified) => {
      const marked = requests.deleteRoom(sender, verified);
      if (marked.ok) this.dropMemory();
      return marked;
    });
    if (deleted.ok) await this.purge();
    return deleted;
  }

  /** Replaces the owner key, and returns the new one (SPEC OWN-8). */
  renewOwnerKey(sender: SiteRequest<HttpSender>): Answer<string> {
    return this.managing(sender, (requests, verified) => requests.renewOwnerKey(sender, verified));
  }

  /** The events after `position`, for an anonymous reader. Writes nothing. */
  peek(reader: SiteRequest<Reader>, position: string): Answer<Peek> {
    return this.read("peek", reader, (room) => room.rated(() => room.peek(position)));
  }

  /** Reads the room without joining it: all calls that do pass here (SPEC PRIV-1). */
  private read<Value>(
    operation: string,
    reader: SiteRequest<Reader>,
    action: (room: RoomReader) => Result<Value, Failure>,
  ): Answer<Value> {
    const visit = () =>
      this.verifying(reader, (vouched) =>
        this.answer(operation, ({ room }) => {
          const opened = room.read({ ...reader, vouched });
          return opened.ok ? action(opened.value) : opened;
        }),
      );
    return this.visits.run<Result<Value, Failure>>(reader.address, visit, () => fail(visitsFailure()));
  }

  /** The same for the one token of a request. */
  private verifying<Value>(
    { token, origin }: SiteRequest<{ readonly token: string | undefined }>,
    run: (vouched: VerifiedToken | undefined) => Value,
  ): Value | Promise<Value> {
    return this.verified([token], origin, (verified) => run(verified.get(token ?? "")));
  }

  /** Answers a request of owners and moderators that is no command. */
  private managing<Value>(
    sender: SiteRequest<HttpSender>,
    request: (requests: RoomRequests, verified: VerifiedTokens) => Result<Value, Failure>,
  ): Answer<Value> {
    return this.verified([sender.token], sender.origin, (verified) =>
      this.answer("manage", ({ requests }) => request(requests, verified)),
    );
  }
}
