/** A room in which something of everything was said, for pictures. */
import { joinRoom, type RoomClient } from "../../../src/client/index.ts";
import { memoryStorage } from "../../../src/client/safe-storage.ts";
import type { Message } from "../../../src/protocol/events/message.ts";

export interface Salon {
  readonly url: string;
  /** of the message that is far back */
  readonly firstSeq: number;
  leave(): void;
}

/** Opens the room `name`, with two people in it who stay. */
export async function openSalon(origin: string, name: string): Promise<Salon> {
  const url = `${origin}/r/${name}`;
  const join = (who: string): RoomClient => joinRoom({ url, name: who, storage: memoryStorage() });
  const [ana, omar] = [join("Ana"), join("عمر")];
  const say = (room: RoomClient, text: string, replyTo?: number): Promise<Message> =>
    room.publish(text, replyTo === undefined ? {} : { replyTo }).stored;

  const first = await say(ana, "Good evening! Did the **tea** arrive?");
  const tea = await say(omar, "مساء الخير! نعم، وصل قبل ساعة ☕");
  await say(ana, "Lovely. The recipe is at https://example.com/tea");
  await say(ana, "```sh\ncurl -d 'the kettle is on' https://rooms.example/r/tea\n```");
  await say(omar, "> من يأتي متأخرًا يغسل الأكواب\nاتفقنا، والخطوات:\n1. الماء\n2. الشاي\n3. الصبر");
  const typo = await say(ana, "See you at nin");
  await ana.edit(typo.seq, "See you at *nine*, @عمر");
  const sorry = await say(omar, "؟؟");
  await omar.delete(sorry.seq);
  await say(omar, "أكيد", tea.seq);
  const party = await say(ana, "🎉🫖");
  await omar.react(party.seq, "❤️", true);
  await ana.react(party.seq, "❤️", true);
  await omar.react(party.seq, "👍", true);
  await say(omar, "نلتقي الساعة ٩");
  return {
    url,
    firstSeq: first.seq,
    leave() {
      ana.close();
      omar.close();
    },
  };
}
