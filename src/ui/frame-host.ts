/**
 * The page around a framed room, if its address names it and the browser confirms that (SPEC EMBED-8): loaded before the room
 * is joined, as the page may know who the visitor is (EMBED-12).
 */
import type { BaseRoomApi } from "../client/base-room-client.ts";
import type { GetToken } from "../client/client-identity.ts";
import { answerTabs } from "./browser/answer-tabs.ts";
import { watchFrameInView } from "./browser/frame-in-view.ts";
import { connectToHost, type HostConnection } from "./browser/host-connection.ts";
import { HostTokens } from "./browser/host-tokens.ts";
import { RoomReports } from "./conversation/room-reports.ts";
import { hostOrigin } from "./models/host-origin.ts";
import { browserTimers } from "./timers.ts";

export interface FrameHost {
  readonly connection: Promise<HostConnection>;
  readonly tokens: HostTokens;
  readonly getToken: GetToken;
  /** What happens in the room of the page, since this was called first. */
  readonly reportsOf: (room: BaseRoomApi) => RoomReports;
}

const host = findHost();

/** Supplies the token of each join, where the page around this one may know who the visitor is. */
export const getToken: GetToken | undefined = host?.getToken;

/** Begins to keep what happens in the room for the bridge, which is loaded later. */
export function follow(room: BaseRoomApi): void {
  host?.reportsOf(room);
}

/** Undefined where no page around this one can be trusted to be the one that its address names. */
export function frameHost(): FrameHost | undefined {
  return host;
}

function findHost(): FrameHost | undefined {
  const { search, ancestorOrigins } = location;
  const origin = hostOrigin({ search, ancestorOrigins, referrer: document.referrer });
  if (origin === undefined || parent === window) return undefined;
  const connection = connectToHost(origin);
  const tokens = new HostTokens(connection, browserTimers);
  const getToken = (): ReturnType<GetToken> => tokens.request();
  // At once: a tab asks as soon as it is open, and leaves if it is not answered.
  answerTabs(getToken);
  let reports: RoomReports | undefined;
  return { connection, tokens, getToken, reportsOf: (room) => (reports ??= reportsInView(room)) };
}

function reportsInView(room: BaseRoomApi): RoomReports {
  const reports = new RoomReports(room);
  watchFrameInView((isInView) => reports.unseen.setInView(isInView));
  return reports;
}
