/** A certificate for servers of tests, made for each run: no key lies in the repository, and no program is needed to make one. */
import { generateKeyPairSync, sign } from "node:crypto";

const SEQUENCE = 0x30;
const SET = 0x31;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OBJECT_IDENTIFIER = 0x06;
const UTF8_STRING = 0x0c;
const UTC_TIME = 0x17;
/** `[0]` and `[3]` of a certificate, which are constructed */
const VERSION = 0xa0;
const EXTENSIONS = 0xa3;
const OCTET_STRING = 0x04;
/** dNSName in a GeneralName */
const DNS_NAME = 0x82;

const ECDSA_WITH_SHA256 = der(SEQUENCE, der(OBJECT_IDENTIFIER, hex("2a8648ce3d040302")));
const COMMON_NAME = der(OBJECT_IDENTIFIER, hex("550403"));
const SUBJECT_ALTERNATIVE_NAME = der(OBJECT_IDENTIFIER, hex("551d11"));
const VALID = der(SEQUENCE, der(UTC_TIME, text("200101000000Z")), der(UTC_TIME, text("491231235959Z")));

export interface Certificate {
  /** PEM */
  readonly key: string;
  readonly cert: string;
}

/** Self-signed for `hosts`, with a key of its own (X.509 version 3, RFC 5280 §4.1). */
export function selfSignedCertificate(hosts: readonly string[]): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const name = der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(UTF8_STRING, text(hosts[0] ?? "")))));
  const names = der(SEQUENCE, ...hosts.map((host) => der(DNS_NAME, text(host))));
  const content = der(
    SEQUENCE,
    der(VERSION, der(INTEGER, hex("02"))),
    der(INTEGER, hex("01")),
    ECDSA_WITH_SHA256,
    name,
    VALID,
    name,
    publicKey.export({ type: "spki", format: "der" }),
    der(EXTENSIONS, der(SEQUENCE, der(SEQUENCE, SUBJECT_ALTERNATIVE_NAME, der(OCTET_STRING, names)))),
  );
  // The first byte of a bit string is the number of its unused bits.
  const signature = der(BIT_STRING, hex("00"), sign("sha256", content, privateKey));
  const certificate = der(SEQUENCE, content, ECDSA_WITH_SHA256, signature);
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${certificate.toString("base64")}\n-----END CERTIFICATE-----\n`,
  };
}

/** Tag, length and value, as DER has them (X.690 §8.1.3, §10.1). */
function der(tag: number, ...values: readonly Buffer[]): Buffer {
  const value = Buffer.concat(values);
  const { length } = value;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), value]);
}

function hex(digits: string): Buffer {
  return Buffer.from(digits, "hex");
}

function text(characters: string): Buffer {
  return Buffer.from(characters, "latin1");
}
