/** A station's own list of cards. */
export type LocalList = {
  readonly version: number;
  readonly uids: ReadonlySet<string>;
  /** False: the version does not go up. `entries`: uid → true to keep it, false to drop it. */
  readonly change: (version: number, entries: ReadonlyMap<string, boolean>) => boolean;
  readonly replace: (version: number, uids: Iterable<string>) => void;
};

export function createLocalList(): LocalList {
  let version = 0;
  let uids = new Set<string>();
  return {
    get version() {
      return version;
    },
    get uids() {
      return uids;
    },
    change(to, entries) {
      if (to <= version) return false;
      for (const [uid, isKept] of entries) {
        if (isKept) uids.add(uid);
        else uids.delete(uid);
      }
      version = to;
      return true;
    },
    replace(to, all) {
      version = to;
      uids = new Set(all);
    },
  };
}
