import { hangGallery } from "./gallery.ts";

hangGallery("phone");
