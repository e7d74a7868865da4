/** ZIP archives (APPNOTE.TXT 6.3, without ZIP64): the same files give the same bytes. */
import { crc32, deflateRawSync } from "node:zlib";

export interface ZipEntry {
  /** relative, with slashes; ASCII */
  readonly path: string;
  readonly contents: Uint8Array;
}

/** 1 January 1980, the earliest time of the format, in MS-DOS's form. */
const DATE = 0x21;
const VERSION_NEEDED = 20;
const DEFLATED = 8;
/** made on Unix, where the upper half of the external attributes is the mode: a regular file, 0644 */
const VERSION_MADE_BY = 0x03_14;
const EXTERNAL_ATTRIBUTES = 0o100644 * 0x1_0000;

/** The archive of `entries`, in their order. */
export function zip(entries: readonly ZipEntry[]): Uint8Array {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { path, contents } of entries) {
    const name = Buffer.from(path, "ascii");
    const data = deflateRawSync(contents, { level: 9 });
    const common = commonHeader(contents, data.length, name.length);
    const header = Buffer.concat([uint32(0x04034b50), common, name]);
    directory.push(
      uint32(0x02014b50),
      uint16(VERSION_MADE_BY),
      common,
      // No comment, disk 0, no internal attributes.
      Buffer.alloc(6),
      uint32(EXTERNAL_ATTRIBUTES),
      uint32(offset),
      name,
    );
    files.push(header, data);
    offset += header.length + data.length;
  }
  const central = Buffer.concat(directory);
  const counts = [uint16(entries.length), uint16(entries.length)];
  const end = [
    uint32(0x06054b50),
    Buffer.alloc(4),
    ...counts,
    uint32(central.length),
    uint32(offset),
    uint16(0),
  ];
  return Buffer.concat([...files, central, ...end]);
}

/** The fields that a file's own header and its entry in the directory share, in their common order. */
function commonHeader(contents: Uint8Array, compressedBytes: number, nameBytes: number): Buffer {
  return Buffer.concat([
    uint16(VERSION_NEEDED),
    uint16(0),
    uint16(DEFLATED),
    uint16(0),
    uint16(DATE),
    uint32(crc32(contents)),
    uint32(compressedBytes),
    uint32(contents.length),
    uint16(nameBytes),
    uint16(0),
  ]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
