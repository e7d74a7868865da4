/**
 * The command line: `npm run bench -- --quick --only=300x50,1000x100 --against=bare,majlis --storage=memory`.
 * `--only=transports` compares the transports; a quick run leaves them out. `--only=page` measures the page and
 * `--only=hour` an hour in a busy room (`--minutes=` shortens it), `--only=floods` what others notice of one person's floods (`--attacks=` selects some),
 * `--only=reads` what the reads of rooms filled to their retention cost, `--only=text` what texts made to be slow cost each
 * rule of text and the page, `--only=memory` what sixty hostile peers make a room keep, `--only=game` a game of 20 players, `--only=ratios` the pairs that the targets compare, in more
 * rounds; these run only on request.
 */
import { parseArgs } from "node:util";
import { ATTACKS } from "./floods/attacks.ts";
import type { PageWorkload } from "./page/measure.ts";
import { STORAGES, type DatabaseStorage } from "./storage.ts";
import { SUBJECT_NAMES, type SubjectName } from "./subjects/subject.ts";
import { WORKLOAD_NAMES, type WorkloadName } from "./workloads.ts";

const TRANSPORTS_WORKLOAD = "transports";
const PAGE_WORKLOAD = "page";
const HOUR_WORKLOAD = "hour";
const FLOODS_WORKLOAD = "floods";
const READS_WORKLOAD = "reads";
const TEXT_WORKLOAD = "text";
const MEMORY_WORKLOAD = "memory";
const GAME_WORKLOAD = "game";
const RATIOS_WORKLOAD = "ratios";
const ALL_WORKLOADS = [
  ...WORKLOAD_NAMES,
  TRANSPORTS_WORKLOAD,
  PAGE_WORKLOAD,
  HOUR_WORKLOAD,
  FLOODS_WORKLOAD,
  READS_WORKLOAD,
  TEXT_WORKLOAD,
  MEMORY_WORKLOAD,
  GAME_WORKLOAD,
  RATIOS_WORKLOAD,
] as const;

export interface Options {
  readonly isQuick: boolean;
  readonly workloads: readonly WorkloadName[];
  readonly comparesTransports: boolean;
  readonly page: PageWorkload;
  readonly measuresFloods: boolean;
  /** the names of the floods that are measured */
  readonly attacks: readonly string[];
  readonly measuresReads: boolean;
  readonly measuresText: boolean;
  readonly measuresMemory: boolean;
  readonly measuresGame: boolean;
  /** only the pairs of workload and subject that a target compares */
  readonly comparesPairs: boolean;
  readonly subjects: readonly SubjectName[];
  readonly storage: DatabaseStorage;
}

/** @throws Error that names an unknown workload, subject or storage */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: "boolean" },
      only: { type: "string" },
      against: { type: "string" },
      storage: { type: "string", default: "disk" },
      minutes: { type: "string", default: "60" },
      attacks: { type: "string" },
    },
  });
  const [storage] = parseChoices("storage", values.storage, STORAGES);
  const isQuick = values.quick ?? false;
  const workloads = parseChoices("workload", values.only, ALL_WORKLOADS);
  const requested = values.only === undefined ? [] : workloads;
  const comparesPairs = requested.includes(RATIOS_WORKLOAD);
  return {
    isQuick,
    workloads: WORKLOAD_NAMES.filter((name) => workloads.includes(name) || comparesPairs),
    comparesTransports: workloads.includes(TRANSPORTS_WORKLOAD) && (!isQuick || values.only !== undefined),
    page: {
      measuresPage: requested.includes(PAGE_WORKLOAD),
      busyMinutes: requested.includes(HOUR_WORKLOAD) ? Number(values.minutes) : 0,
    },
    measuresFloods: requested.includes(FLOODS_WORKLOAD),
    attacks: parseChoices(
      "attack",
      values.attacks,
      ATTACKS.map(({ name }) => name),
    ),
    measuresReads: requested.includes(READS_WORKLOAD),
    measuresText: requested.includes(TEXT_WORKLOAD),
    measuresMemory: requested.includes(MEMORY_WORKLOAD),
    measuresGame: requested.includes(GAME_WORKLOAD),
    comparesPairs,
    subjects: parseChoices("subject", values.against, SUBJECT_NAMES),
    storage: storage ?? "disk",
  };
}

function parseChoices<Name extends string>(
  optionName: string,
  list: string | undefined,
  known: readonly Name[],
) {
  if (list === undefined) return known;
  const names = list.split(",");
  const unknown = names.find((name) => !known.some((one) => one === name));
  if (unknown !== undefined)
    throw new Error(`unknown ${optionName} ${unknown}: choose from ${known.join(", ")}`);
  return known.filter((name) => names.includes(name));
}
