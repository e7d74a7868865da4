/** Compares what a server answers with the OpenAPI description of it. */
import { Ajv2020 } from "ajv/dist/2020.js";

export type Json = Readonly<Record<string, unknown>>;

interface Media {
  readonly schema: Json;
}

interface DescribedAnswer {
  readonly content?: Readonly<Record<string, Media>>;
}

interface DescribedOperation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, DescribedAnswer>>;
}

export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Json>> };
}

/** Takes the place of `fetch`, and keeps what an answer has that the description does not. */
export class DescribedHttp {
  /** `operation status: what is wrong`; empty if all answers were as described */
  readonly violations: string[] = [];
  /** `operation status` of each answer */
  readonly seen = new Set<string>();
  readonly #document: ApiDocument;
  readonly #components: Json;
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });

  constructor(document: ApiDocument) {
    this.#document = document;
    this.#components = { schemas: closed(document.components.schemas) };
  }

  /** As `fetch`, without following redirects. */
  readonly fetch = async (url: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const answer = await fetch(url, { ...init, redirect: "manual" });
    const operation = this.#operationOf(init.method ?? "GET", new URL(String(url)).pathname);
    if (operation === undefined) {
      this.violations.push(`${init.method ?? "GET"} ${String(url)}: no operation`);
      return answer;
    }
    const name = `${operation.operationId} ${answer.status}`;
    this.seen.add(name);
    for (const problem of await this.#compare(answer, operation)) this.violations.push(`${name}: ${problem}`);
    return answer;
  };

  /** What a value has that the schema of this name does not. */
  compareWith(schemaName: string, value: unknown): string[] {
    return this.#validate({ $ref: `#/components/schemas/${schemaName}` }, value);
  }

  #operationOf(method: string, path: string): DescribedOperation | undefined {
    const [, operations] =
      Object.entries(this.#document.paths).find(([template]) => patternOf(template).test(path)) ?? [];
    return operations?.[method.toLowerCase()];
  }

  async #compare(answer: Response, { responses }: DescribedOperation): Promise<string[]> {
    const described = responses[answer.status];
    if (described === undefined) return ["a status that is not described"];
    const type = (answer.headers.get("Content-Type") ?? "").split(";")[0] ?? "";
    const { content } = described;
    if (content === undefined) return (await answer.clone().text()) === "" ? [] : ["a body"];
    const media = content[type];
    if (media === undefined) return [`the type ${type}`];
    if (!type.endsWith("json")) return [];
    return this.#validate(media.schema, await answer.clone().json());
  }

  #validate(schema: Json, value: unknown): string[] {
    const validate = this.#ajv.compile({ ...schema, components: this.#components });
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message ?? ""} ${JSON.stringify(params)}`,
    );
  }
}

/** Paths have no template that another matches, but for `/r/{room}`'s own parts, which have more slashes. */
function patternOf(template: string): RegExp {
  return new RegExp(`^${template.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "[^/]+")}$`);
}

/** Objects with the described fields only: a field that is sent and not described is found. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== "object" || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, part]) => [key, closed(part)]));
  return "properties" in copy && copy["type"] === "object" ? { additionalProperties: false, ...copy } : copy;
}
