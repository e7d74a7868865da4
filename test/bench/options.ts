/**
 * The command line: `npm run bench -- --quick --only=300x50,1000x100 --against=bare,majlis --storage=memory`. The
 * comparison of the transports is a work of its own, `--only=transports`, and left out of a quick bench.
 */
import { parseArgs } from "node:util";
import { STORAGES, type Storage } from "./storage.ts";
import { SUBJECT_NAMES, type SubjectName } from "./subjects/subject.ts";
import { WORK_NAMES, type WorkName } from "./works.ts";

const TRANSPORTS_WORK = "transports";

export interface Options {
  readonly isQuick: boolean;
  readonly works: readonly WorkName[];
  readonly comparesTransports: boolean;
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
    },
  });
  const [storage] = chosen("storage", values.storage, STORAGES);
  const isQuick = values.quick ?? false;
  const works = chosen("work", values.only, [...WORK_NAMES, TRANSPORTS_WORK]);
  return {
    isQuick,
    works: works.filter((name) => name !== TRANSPORTS_WORK),
    comparesTransports: works.includes(TRANSPORTS_WORK) && (!isQuick || values.only !== undefined),
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
