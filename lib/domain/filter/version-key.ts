const DIGITS = 12;

/**
 * A text by which versions stand in the order of their numbers: 2.9 before 2.10, 2.4-rc1 before 2.4, 2.4 before 2.4.1.
 * Compared byte by byte. The database has the same as `version_key()`; a test holds the two together.
 */
export function versionKey(version: string): string {
  const spelt = asciiLower(version.trim())
    .replace(/^v(?=[0-9])/, "")
    .replace(/[-~_. ]?(alpha|beta|rc|pre|dev|snapshot)/g, "!$1")
    .replace(/[-~_ +/]/g, ".")
    .replace(/[0-9]+/g, (digits) => ("0".repeat(DIGITS) + digits).slice(-DIGITS));
  // Lower than "." and letters, higher than "!": the end comes before a further part and after a forerunner.
  return `${spelt}#`;
}

/** Only what both languages do alike. */
const asciiLower = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
