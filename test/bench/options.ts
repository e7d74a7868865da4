/**
 * The command line: `npm run bench -- --quick --only=300x50,1000x100 --against=bare,majlis --storage=memory`. The
 * comparison of the transports is a work of its own, `--only=transports`, and left out of a quick bench. So are the
 * page, `--only=page`, and an hour in a busy room, `--only=hour` (`--minutes=` makes it shorter): they are measured only
 * when they are asked for.
 */
import { parseArgs } from "node:util";
import type { PageWork } from "./page/measure.ts";
import { STORAGES, type Storage } from "./storage.ts";
import { SUBJECT_NAMES, type SubjectName } from "./subjects/subject.ts";
import { WORK_NAMES, type WorkName } from "./works.ts";

const TRANSPORTS_WORK = "transports";
const PAGE_WORK = "page";
const HOUR_WORK = "hour";
const ALL_WORKS = [...WORK_NAMES, TRANSPORTS_WORK, PAGE_WORK, HOUR_WORK] as const;

export interface Options {
  readonly isQuick: boolean;
  readonly works: readonly WorkName[];
  readonly comparesTransports: boolean;
  readonly page: PageWork;
  readonly subjects: readonly SubjectName[];
  readonly storage: Storage;
}

/** @throws Error that names what is not known */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: "boolean" },
      only: { type: "string" },
      against: { type: "string" },
      storage: { type: "string", default: "disk" },
      minutes: { type: "string", default: "60" },
    },
  });
  const [storage] = chosen("storage", values.storage, STORAGES);
  const isQuick = values.quick ?? false;
  const works = chosen("work", values.only, ALL_WORKS);
  const asked = values.only === undefined ? [] : works;
  return {
    isQuick,
    works: WORK_NAMES.filter((name) => works.includes(name)),
    comparesTransports: works.includes(TRANSPORTS_WORK) && (!isQuick || values.only !== undefined),
    page: {
      measuresPage: asked.includes(PAGE_WORK),
      busyMinutes: asked.includes(HOUR_WORK) ? Number(values.minutes) : 0,
    },
    subjects: chosen("subject", values.against, SUBJECT_NAMES),
    storage: storage ?? "disk",
  };
}

function chosen<Name extends string>(what: string, list: string | undefined, known: readonly Name[]) {
  if (list === undefined) return known;
  const names = list.split(",");
  const unknown = names.find((name) => !known.some((one) => one === name));
  if (unknown !== undefined)
    throw new Error(`no ${what} is called ${unknown}: there are ${known.join(", ")}`);
  return known.filter((name) => names.includes(name));
}
