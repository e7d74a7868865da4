/** The product's Worker as the module that the bare runtime is given under this name (see workerd.ts). */
declare module "majlis-bundle" {
  interface Storage {
    setAlarm(at: number | Date): Promise<void>;
  }
  export class RoomObject {
    constructor(ctx: { readonly storage: Storage }, env: Readonly<Record<string, string>>);
    fetch(request: Request): Response;
  }
  const worker: object;
  export default worker;
}
