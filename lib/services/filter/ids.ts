import { z } from "zod";

/** An address has no room for more. */
const IDS_MAX = 1_000;

const ids = z.array(z.int().min(1).max(2_147_483_647)).max(IDS_MAX);

/** Keys of rows: a list of numbers, or as an address has them, with commas between. */
export const idsSchema = z.union([
  ids,
  z
    .string()
    .regex(/^\d{1,10}(,\d{1,10})*$/)
    .transform((text) => text.split(",").map(Number))
    .pipe(ids),
]);
