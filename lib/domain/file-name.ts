const LENGTH_MAX = 120;
/** What no system takes in a name, what steers a terminal, and what turns the direction of writing. */
const UNFIT = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}<>:"|?*%]/gu;

/**
 * A file name fit to be shown, kept and downloaded, out of what a station calls a file: no folders, nothing that
 * cannot be seen. Null where nothing is left of it.
 */
export function fileName(told: string): string | null {
  const last = told.split(/[/\\]/).findLast((part) => part.trim() !== "") ?? "";
  const fit = last
    .replace(UNFIT, "_")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/^\.+/, "")
    .replace(/[. ]+$/, "");
  return /[\p{L}\p{N}]/u.test(fit) ? shortened(fit) : null;
}

/** The end stays: it says what kind of file it is. */
function shortened(name: string): string {
  const letters = Array.from(name);
  if (letters.length <= LENGTH_MAX) return name;
  const ending = /\.[A-Za-z0-9]{1,10}(?:\.[A-Za-z0-9]{1,10})?$/.exec(name)?.[0] ?? "";
  return `${letters.slice(0, LENGTH_MAX - ending.length).join("")}${ending}`;
}
