/** The room in the deployment's list of rooms: what it reports, and when (SPEC LIST-1, LIST-2). */
import type { ListedRoom, ListedTexts } from "../protocol/listed-room.ts";
import { HOUR_MS } from "../protocol/retention-hours.ts";
import { settingOf, type RoomSettings } from "../protocol/settings.ts";
import type { Authority } from "./authority/authority.ts";
import { readRefusal } from "./authority/permissions.ts";
import type { StoredListing } from "./authority/store.ts";
import type { RoomPolicy } from "./ports.ts";
import type { RoomCore } from "./room-core.ts";

/** The least time between two reports of nothing but activity. */
const ACTIVITY_INTERVAL_MS = HOUR_MS;

/** The least time between two reports that show a room: an owner could change its title many times a second. */
const SHOWN_INTERVAL_MS = 10_000;

/** A report that failed is repeated after this time. */
export const REPORT_RETRY_MS = 600_000;

export type ListingReport =
  | { readonly kind: "listed"; readonly room: ListedRoom }
  /** the room leaves the list */
  | { readonly kind: "unlisted" };

/** True if a room with these settings is to be in the list of a deployment with this policy. */
export function isListed(settings: RoomSettings, { listRooms = true }: RoomPolicy): boolean {
  const isPublic = readRefusal(settings, "reader", false) === undefined;
  return listRooms && isPublic && settingOf(settings, "listed");
}

function textsOf(settings: RoomSettings): ListedTexts {
  const [title, topic] = [settingOf(settings, "title"), settingOf(settings, "topic")];
  return { title, topic, language: settingOf(settings, "language") };
}

function haveSame(one: ListedTexts, other: ListedTexts): boolean {
  return one.title === other.title && one.topic === other.topic && one.language === other.language;
}

/** What is due, but not yet. */
export interface PostponedReport {
  readonly kind: "postponed";
  readonly inMs: number;
}

export class RoomListing {
  /** undefined as long as it is not read */
  private stored: { readonly listing: StoredListing | undefined } | undefined;
  /** what the list may not have taken, and when it is reported again, in ms since 1970 */
  private failure: { readonly kind: ListingReport["kind"]; readonly retryAt: number } | undefined;

  /** when the last report was made that shows the room, in ms since 1970 */
  private madeAt = 0;

  constructor(private readonly core: RoomCore) {}

  /**
   * The report that is due; undefined if there is none. Cheap to ask after everything. What it returns has to be sent, and
   * then {@link sent} or {@link failed} called, before it is asked again.
   *
   * A listed room stores before that the list may have it, and afterwards that it has: what is interrupted is repeated.
   * @param isActive true after a durable event
   */
  next(isActive: boolean): ListingReport | PostponedReport | undefined {
    const authority = this.core.created?.authority;
    if (authority?.isOwned !== true) return undefined;
    const last = this.load();
    const { settings } = authority;
    if (!isListed(settings, this.core.ports.policy))
      return last === undefined || this.waits("unlisted") ? undefined : { kind: "unlisted" };
    if (this.waits("listed")) return undefined;
    const now = this.core.ports.clock.now();
    const texts = textsOf(settings);
    const isSame = last !== undefined && last.reportedAt !== 0 && haveSame(texts, last.texts);
    const isDue = isActive && now >= (last?.reportedAt ?? 0) + ACTIVITY_INTERVAL_MS;
    if (isSame && !isDue) return undefined;
    const inMs = this.madeAt + SHOWN_INTERVAL_MS - now;
    if (inMs > 0) return { kind: "postponed", inMs };
    this.madeAt = now;
    this.save({ texts, reportedAt: isSame ? now : 0 });
    const members = roundDown(this.core.roster.count);
    return { kind: "listed", room: { ...texts, members, activeAt: this.activeAt(authority) } };
  }

  /** The list has taken the report. */
  sent({ kind }: ListingReport): void {
    this.failure = undefined;
    const last = this.load();
    if (kind === "listed") {
      if (last?.reportedAt === 0) this.save({ ...last, reportedAt: this.madeAt });
      return;
    }
    this.core.ports.store.authority.listing.delete();
    this.stored = { listing: undefined };
  }

  /** The list may not have taken the report: it is due again in {@link REPORT_RETRY_MS}. */
  failed({ kind }: ListingReport): void {
    this.failure = { kind, retryAt: this.core.ports.clock.now() + REPORT_RETRY_MS };
    const last = this.load();
    if (kind === "listed" && last !== undefined) this.save({ ...last, reportedAt: 0 });
  }

  private waits(kind: ListingReport["kind"]): boolean {
    return this.failure?.kind === kind && this.core.ports.clock.now() < this.failure.retryAt;
  }

  private load(): StoredListing | undefined {
    this.stored ??= { listing: this.core.ports.store.authority.listing.load() };
    return this.stored.listing;
  }

  private save(listing: StoredListing): void {
    this.core.ports.store.authority.listing.save(listing);
    this.stored = { listing };
  }

  private activeAt({ activeAt }: Authority): number {
    return Math.max(activeAt, this.core.created?.stored.log.newestAt() ?? 0);
  }
}

/** How many people come and go is theirs: the list shows it only roughly. */
function roundDown(count: number): number {
  const power = 10 ** (String(count).length - 1);
  const step = [5, 2, 1].find((each) => count >= each * power);
  return (step ?? 0) * power;
}
