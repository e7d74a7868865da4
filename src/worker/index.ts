/** The Worker's entry: the app, and the class of the rooms' objects. */
import { app } from "./app.ts";

export { RoomObject } from "../durable-object/room-object.ts";
export default app;
