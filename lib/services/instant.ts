import { z } from "zod";

/** An instant with its zone, within what every calendar on the way can say. */
export const instantSchema = z.iso.datetime({ offset: true }).refine((text) => {
  const year = new Date(text).getUTCFullYear();
  return year >= 1970 && year <= 9999;
}, "The year lies between 1970 and 9999.");
