const NEEDED = [20, 19];

/**
 * Ends the process with one line on a Node that is too old. Written for such a Node, and called before
 * anything else is loaded.
 */
export function requireNode() {
  if (isRecentEnough(process.versions.node)) return;
  console.error(
    `Kituo needs Node ${NEEDED.join(".")} or newer; this is ${process.versions.node}: install a newer one.`,
  );
  process.exit(1);
}

/** @param {string} version @returns {boolean} */
export function isRecentEnough(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
}
