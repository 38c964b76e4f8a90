import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

/**
 * @param {string} folder What the names are relative to.
 * @param {readonly string[]} names Files and folders; one that is missing counts as such.
 * @param {(name: string) => boolean} [isIgnored]
 * @returns {string} A hash that changes when any of the files changes, comes or goes.
 */
export function fingerprint(folder, names, isIgnored = () => false) {
  const hash = createHash("sha256");
  for (const name of names.flatMap((each) => filesUnder(folder, each)).toSorted()) {
    if (isIgnored(name)) continue;
    hash.update(`${name}\0`).update(
      createHash("sha256")
        .update(readFileSync(path.join(folder, name)))
        .digest(),
    );
  }
  return hash.digest("hex");
}

/** @param {string} folder @param {string} name @returns {string[]} Names with forward slashes on every system. */
function filesUnder(folder, name) {
  const found = statSync(path.join(folder, name), { throwIfNoEntry: false });
  if (found === undefined) return [];
  if (!found.isDirectory()) return [name];
  return readdirSync(path.join(folder, name)).flatMap((entry) => filesUnder(folder, `${name}/${entry}`));
}
