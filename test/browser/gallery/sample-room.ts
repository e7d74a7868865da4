/** The sample room of the screenshots, with a message of every kind. */
import { joinRoom, type RoomClient } from "../../../src/client/index.ts";
import { memoryStorage } from "../../../src/client/safe-storage.ts";
import type { Message } from "../../../src/protocol/events/message.ts";

export interface SampleRoom {
  readonly url: string;
  /** seq of the oldest message */
  readonly firstSeq: number;
  leave(): void;
}

/** Fills the room `name`; its two members stay in it. */
export async function openSampleRoom(origin: string, name: string): Promise<SampleRoom> {
  const url = `${origin}/r/${name}`;
  const join = (memberName: string): RoomClient =>
    joinRoom({ url, name: memberName, storage: memoryStorage() });
  const [ana, omar] = [join("Ana"), join("عمر")];
  const publish = (room: RoomClient, text: string, replyTo?: number): Promise<Message> =>
    room.publish(text, replyTo === undefined ? {} : { replyTo }).stored;

  const firstMessage = await publish(ana, "Good evening! Did the **tea** arrive?");
  const teaMessage = await publish(omar, "مساء الخير! نعم، وصل قبل ساعة ☕");
  await publish(ana, "Lovely. The recipe is at https://example.com/tea");
  await publish(ana, "```sh\ncurl -d 'the kettle is on' https://rooms.example/r/tea\n```");
  await publish(omar, "> من يأتي متأخرًا يغسل الأكواب\nاتفقنا، والخطوات:\n1. الماء\n2. الشاي\n3. الصبر");
  const typoMessage = await publish(ana, "See you at nin");
  await ana.edit(typoMessage.seq, "See you at *nine*, @عمر");
  const deletedMessage = await publish(omar, "؟؟");
  await omar.delete(deletedMessage.seq);
  await publish(omar, "أكيد", teaMessage.seq);
  const reactedMessage = await publish(ana, "🎉🫖");
  await omar.react(reactedMessage.seq, "❤️", true);
  await ana.react(reactedMessage.seq, "❤️", true);
  await omar.react(reactedMessage.seq, "👍", true);
  await publish(omar, "نلتقي الساعة ٩");
  return {
    url,
    firstSeq: firstMessage.seq,
    leave() {
      ana.close();
      omar.close();
    },
  };
}
