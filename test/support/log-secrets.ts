/** What a log must not show (SPEC ID-1, CLIMB-9, SEARCH-7), and a search for it in whatever a log shows. */

/** Headers whose values the platform does not log, by their names (workerd's `shouldRedact`). */
const REDACTED = /auth|jwt|key|secret|token|cookie/i;

/** The parts of a request's head that a log shows. */
export function loggedParts(url: string, headers: Readonly<Record<string, string>>): string[] {
  return [url, ...Object.entries(headers).flatMap(([name, value]) => (REDACTED.test(name) ? [] : [value]))];
}

/** The secrets that `text` holds: as they are, percent-encoded, or in a part of it that is base64. */
export function secretsIn(text: string, secrets: readonly string[]): string[] {
  const decoded = (text.match(/[\w+/-]{8,}/gu) ?? []).map((part) => Buffer.from(part, "base64").toString());
  const forms = [text, percentDecoded(text), ...decoded].join("\n");
  return secrets.filter((secret) => forms.includes(secret));
}

/** What identifies a member for longer than a minute: the token, its signature, the secret of the ticket key. */
export function credentialsOf({
  token,
  ticketKey = "",
}: {
  readonly token: string;
  readonly ticketKey?: string | undefined;
}): string[] {
  const [, signature = token] = token.split(".");
  const [, secret = ""] = ticketKey.split(".");
  return [token, signature, secret].filter((each) => each !== "");
}

function percentDecoded(text: string): string {
  return text.replaceAll("+", " ").replaceAll(/(?:%[0-9a-f]{2})+/giu, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded;
    }
  });
}
