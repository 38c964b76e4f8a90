import { createHash } from "node:crypto";

/** Keys and tickets are long and random, so a plain hash of them is enough to look them up by. */
export const secretHash = (secret: string): string => createHash("sha256").update(secret, "utf8").digest("hex");
