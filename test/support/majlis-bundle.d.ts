/** The product's Worker, which the bare runtime imports under this module name (see workerd.ts). */
declare module "majlis-bundle" {
  interface Storage {
    setAlarm(at: number | Date): Promise<void>;
  }
  export class RoomObject {
    constructor(ctx: { readonly storage: Storage }, env: Readonly<Record<string, string>>);
    fetch(request: Request): Response;
  }
  export const DirectoryObject: object;
  const worker: object;
  export default worker;
}
