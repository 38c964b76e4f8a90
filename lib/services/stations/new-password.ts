import { randomInt } from "node:crypto";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
/** The one length all versions take: 16 to 20 bytes in 1.6, 16 to 40 characters in 2.x. */
const LENGTH = 20;

/** A password for a station: letters and digits, 119 bits. */
export const newPassword = (): string =>
  Array.from({ length: LENGTH }, () => LETTERS.charAt(randomInt(LETTERS.length))).join("");
