/**
 * An entry module around the product's bundle that logs what keeps a room awake: each construction of its object, each
 * timer, each alarm.
 */
import worker, { RoomObject as ProductRoom } from "majlis-bundle";

for (const name of ["setTimeout", "setInterval"] as const) {
  const armed = globalThis[name] as (...timer: unknown[]) => unknown;
  Object.defineProperty(globalThis, name, {
    value: (...timer: unknown[]) => {
      console.log(`armed ${name}`);
      return armed(...timer);
    },
  });
}

type Construction = ConstructorParameters<typeof ProductRoom>;

export class RoomObject extends ProductRoom {
  constructor(ctx: Construction[0], env: Construction[1]) {
    super(ctx, env);
    console.log("constructed");
    const { storage } = ctx;
    const setAlarm = storage.setAlarm.bind(storage);
    Object.defineProperty(storage, "setAlarm", {
      value: (at: number | Date) => {
        console.log("alarm set");
        return setAlarm(at);
      },
    });
    // The control: a timer that must prevent hibernation.
    if (env["KEEPS_A_TIMER"] !== undefined) setInterval(() => undefined, 1_000);
  }
}

export { DirectoryObject } from "majlis-bundle";
export default worker;
