/** Sends what a room reports to the deployment's list of rooms, one report after the other (SPEC LIST-2). */
import { REPORT_RETRY_MS, type ListingReport, type RoomListing } from "../room/listing.ts";
import { log } from "./log.ts";
import type { OwnEntry } from "./own-entry.ts";

export class ListingReporter {
  private isSending = false;
  private hasEnded = false;

  /** `callLater` sees to it that {@link report} is called again in so many ms, also if the room sleeps until then. */
  constructor(
    private readonly listing: RoomListing,
    private readonly entry: OwnEntry,
    private readonly callLater: (inMs: number) => Promise<void>,
  ) {}

  /**
   * Call it after anything that may have changed the room: sends what is due. Never throws or rejects, as what was done in the
   * room does not depend on it.
   * @param isActive true after a durable event
   * @returns undefined where there is nothing to wait for
   */
  report(isActive: boolean): Promise<void> | undefined {
    if (this.isSending || this.hasEnded) return undefined;
    const due = this.next(isActive);
    if (due === undefined) return undefined;
    if (due.kind === "postponed") return this.postpone(due.inMs);
    this.isSending = true;
    return this.sendAll(due);
  }

  /** The room is no more: nothing is stored or sent any further. */
  end(): void {
    this.hasEnded = true;
  }

  /** A report may have become outdated while it was sent. */
  private async sendAll(first: ListingReport): Promise<void> {
    let due: ReturnType<RoomListing["next"]> = first;
    for (; due !== undefined && due.kind !== "postponed"; due = this.next(false)) await this.send(due);
    this.isSending = false;
    if (due !== undefined) await this.postpone(due.inMs);
  }

  private async send(report: ListingReport): Promise<void> {
    try {
      await (report.kind === "listed" ? this.entry.put(report.room) : this.entry.remove());
      if (!this.hasEnded) this.listing.sent(report);
    } catch (error) {
      log("listing", error);
      await this.fail(report);
    }
  }

  private async fail(report: ListingReport): Promise<void> {
    if (this.hasEnded) return;
    try {
      this.listing.failed(report);
    } catch (error) {
      log("listing", error);
    }
    await this.postpone(REPORT_RETRY_MS);
  }

  private async postpone(inMs: number): Promise<void> {
    try {
      await this.callLater(inMs);
    } catch (error) {
      log("listing", error);
    }
  }

  private next(isActive: boolean): ReturnType<RoomListing["next"]> {
    if (this.hasEnded) return undefined;
    try {
      return this.listing.next(isActive);
    } catch (error) {
      log("listing", error);
      return undefined;
    }
  }
}
