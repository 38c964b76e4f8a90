/** Something found by the words an operator typed. It says what it is and where it is, never how it is doing. */
export const SEARCH_KINDS = ["Charger", "Site", "Session", "Card", "Campaign"] as const;
export type SearchKind = (typeof SEARCH_KINDS)[number];

export type SearchHit = {
  readonly kind: SearchKind;
  /** Unique within its kind: identity, uid, number or id. */
  readonly id: string;
  readonly title: string;
  /** Tells it from others that are called alike; null where nothing does. */
  readonly detail: string | null;
};

/** Where the console shows it. */
export function addressOf({ kind, id }: Pick<SearchHit, "kind" | "id">): string {
  const part = encodeURIComponent(id);
  switch (kind) {
    case "Charger":
      return `/chargers/${part}`;
    case "Site":
      return `/sites/${part}`;
    case "Session":
      return `/sessions/${part}`;
    case "Card":
      return `/tokens?q=${part}`;
    case "Campaign":
      return `/firmware/campaigns/${part}`;
  }
}

/** Whether something read from elsewhere is one. */
export function isSearchHit(value: unknown): value is SearchHit {
  if (typeof value !== "object" || value === null) return false;
  const read = (name: string): unknown => Reflect.get(value, name);
  const detail = read("detail");
  return isKind(read("kind")) && isText(read("id")) && isText(read("title")) && (detail === null || isText(detail));
}

const isKind = (value: unknown): value is SearchKind => SEARCH_KINDS.some((known) => known === value);
const isText = (value: unknown): value is string => typeof value === "string";
