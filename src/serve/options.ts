/** The settings of `npm run serve`, from the environment and one argument. */
import { resolve } from "node:path";
import { ConfigurationError } from "../protocol/configuration-error.ts";
import { parseConfiguration } from "../protocol/configuration.ts";

export interface ServeOptions {
  readonly host: string;
  /** 0 for any free one */
  readonly port: number;
  /** absolute path of the folder with the rooms */
  readonly dataFolder: string;
  /** the header in which a proxy gives the client's address; empty without a proxy */
  readonly addressHeader: string;
}

const DEFAULT_DATA_FOLDER = ".majlis";
const USAGE =
  "The one argument is the folder with the rooms; all else is a variable: HOST=0.0.0.0 PORT=8080 npm run serve";
const HEADER_NAME = /^[A-Za-z0-9-]*$/;

/** @throws ConfigurationError if a setting is wrong, with one sentence for the operator */
export function readOptions(env: NodeJS.ProcessEnv, args: readonly string[]): ServeOptions {
  const [dataFolder, ...rest] = args;
  if (rest.length > 0 || dataFolder?.startsWith("-") === true) throw new ConfigurationError(USAGE);
  const { HOST = "127.0.0.1", PORT = "8787", ADDRESS_HEADER = "" } = env;
  const port = Number(PORT);
  if (!/^\d+$/.test(PORT) || port > 65_535)
    throw new ConfigurationError("PORT must be a whole number from 0 to 65535.");
  if (!HEADER_NAME.test(ADDRESS_HEADER))
    throw new ConfigurationError("ADDRESS_HEADER must be the name of a header, such as X-Real-IP.");
  parseConfiguration(env);
  return {
    host: HOST,
    port,
    dataFolder: resolve(dataFolder ?? DEFAULT_DATA_FOLDER),
    addressHeader: ADDRESS_HEADER,
  };
}
