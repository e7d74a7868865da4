import { defineGallery } from "./gallery.ts";

defineGallery("phone");
