import { defineGallery } from "./gallery.ts";

defineGallery("desktop");
