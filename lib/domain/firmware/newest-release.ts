/** Which release of several is the newest: by its version, number by number; of equal ones, the one made last. */
type Aged = { readonly version: string; readonly createdAt: Date };

const byNumbers = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** Negative where `a` is the newer one. */
export const newestFirst = (a: Aged, b: Aged): number =>
  byNumbers.compare(b.version, a.version) || b.createdAt.getTime() - a.createdAt.getTime();
