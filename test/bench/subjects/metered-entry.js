/**
 * The product behind a meter of what the platform would bill, for runs that are counted and not timed. Rows are those of
 * the SQL cursors plus one written row for each alarm that is set. A pending timer keeps an object in memory, so its
 * time counts as duration.
 */
import product, { RoomObject as Room } from "majlis-bundle";

const METER_PATH = "/bench/meter";

class Meter {
  wakeUps = 0;
  cursors = [];
  alarms = 0;
  timers = new Set();
  timedMs = 0;
  timedSince = 0;

  watchStorage(storage) {
    const { sql } = storage;
    const exec = sql.exec.bind(sql);
    sql.exec = (...statement) => {
      const cursor = exec(...statement);
      this.cursors.push(cursor);
      return cursor;
    };
    const setAlarm = storage.setAlarm.bind(storage);
    storage.setAlarm = (...time) => {
      this.alarms += 1;
      return setAlarm(...time);
    };
  }

  watchTimers() {
    const { setTimeout: set, clearTimeout: clear } = globalThis;
    globalThis.setTimeout = (work, ms, ...rest) => {
      const timer = set(() => {
        this.ended(timer);
        work(...rest);
      }, ms);
      if (this.timers.size === 0) this.timedSince = Date.now();
      this.timers.add(timer);
      return timer;
    };
    globalThis.clearTimeout = (timer) => {
      clear(timer);
      this.ended(timer);
    };
  }

  ended(timer) {
    if (this.timers.delete(timer) && this.timers.size === 0) this.timedMs += Date.now() - this.timedSince;
  }

  read() {
    const sum = (figure) => this.cursors.reduce((total, cursor) => total + cursor[figure], 0);
    return {
      wakeUps: this.wakeUps,
      rowsRead: sum("rowsRead"),
      rowsWritten: sum("rowsWritten") + this.alarms,
      timedMs: this.timedMs,
    };
  }
}

const meter = new Meter();
meter.watchTimers();

export class RoomObject extends Room {
  constructor(ctx, env) {
    meter.watchStorage(ctx.storage);
    super(ctx, env);
  }

  fetch(request) {
    meter.wakeUps += 1;
    return super.fetch(request);
  }

  webSocketMessage(...message) {
    meter.wakeUps += 1;
    return super.webSocketMessage(...message);
  }

  webSocketClose(...close) {
    meter.wakeUps += 1;
    return super.webSocketClose(...close);
  }

  /** Replaces what is stored; the room has to be opened again. */
  fill(statements) {
    for (const statement of statements) this.ctx.storage.sql.exec(statement);
  }

  meter() {
    return { ...meter.read(), storedBytes: this.ctx.storage.sql.databaseSize };
  }
}

export { DirectoryObject } from "majlis-bundle";

export default {
  ...product,
  async fetch(request, env, ctx) {
    const { pathname } = new URL(request.url);
    if (!pathname.startsWith(METER_PATH)) return product.fetch(request, env, ctx);
    const room = env.ROOM.get(env.ROOM.idFromName(pathname.slice(METER_PATH.length + 1)));
    if (request.method === "POST") await room.fill(await request.json());
    return Response.json(await room.meter());
  },
};
