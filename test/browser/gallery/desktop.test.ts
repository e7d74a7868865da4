import { hangGallery } from "./gallery.ts";

hangGallery("desktop");
