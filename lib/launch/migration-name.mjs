/**
 * @param {string} words
 * @param {Date} at
 * @returns {string | null} Such as 20261122093000_add_tariffs, as Prisma names them; null for no words.
 */
export function migrationFolderName(words, at) {
  const name = words
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^_|_$/g, "");
  if (name === "") return null;
  return `${at.toISOString().replaceAll(/\D/g, "").slice(0, 14)}_${name}`;
}
