/** The keys of a room in its database's file: what is removed or replaced is not in it any more (SPEC VOUCH-13). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { base64urlnopad } from "@scure/base";
import { expect, test } from "vitest";
import { parseRoomKey } from "../../src/protocol/room-keys.ts";
import { SqlRoomKeys } from "../../src/storage/sql-room-keys.ts";
import { nodeSql } from "../support/node-sql.ts";
import { seededRandom } from "../support/seeded-random.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const COUNT = 20;

test("[VOUCH-13] secrets that are removed or replaced are overwritten in the database's file", () => {
  const folder = temporaryFolder();
  const path = join(folder.path, "room.sqlite");
  const database = new DatabaseSync(path);
  database.exec("PRAGMA secure_delete = 0; PRAGMA journal_mode = MEMORY");
  const keys = new SqlRoomKeys(nodeSql(database));
  const random = seededRandom(7);
  const gone: string[] = [];
  const save = (kid: string, bytes: number): string => {
    const secret = base64urlnopad.encode(Uint8Array.from({ length: bytes }, () => random.between(0, 255)));
    const parsed = parseRoomKey(kid, {
      iss: "https://shop.example",
      alg: "HS256",
      key: secret,
      maxRole: "member",
    });
    if (!parsed.ok) throw new Error("not a key");
    keys.save({ key: parsed.value, createdAt: 1 });
    return secret;
  };
  const first = Array.from({ length: COUNT }, (_, index) => save(`k${index}`, 32 + index));
  const kept: string[] = [];
  for (const [index, secret] of first.entries()) {
    if (index % 3 === 0) kept.push(secret);
    else gone.push(secret);
    if (index % 3 === 1) keys.delete(`k${index}`);
    // A shorter, an equal and a longer secret in its place.
    if (index % 3 === 2) kept.push(save(`k${index}`, 32 + ((index * 7) % 40)));
  }
  database.close();
  const file = readFileSync(path).toString("latin1");
  folder.remove();
  expect(kept.filter((secret) => !file.includes(secret))).toEqual([]);
  expect(gone.filter((secret) => file.includes(secret))).toEqual([]);
});
