import type { SearchHit, SearchKind } from "@/lib/domain/search-hit";

/** One line of the palette: somewhere to go, or something to do here. */
export type Entry = {
  readonly id: string;
  readonly group: "Here" | "Recent" | "Places" | "Look" | SearchKind;
  readonly title: string;
  readonly detail: string | null;
  /** What the server found, to be remembered when it is chosen. */
  readonly hit?: SearchHit;
  readonly act: { readonly type: "Go"; readonly href: string } | { readonly type: "Do"; readonly run: () => void };
};

/** In the order they are shown in. */
export const GROUPS: readonly Entry["group"][] = [
  "Here",
  "Recent",
  "Charger",
  "Site",
  "Session",
  "Card",
  "Campaign",
  "Places",
  "Look",
];

/** Every word that was typed is in the title or the detail; nothing typed fits all. */
export function fits({ title, detail }: Pick<Entry, "title" | "detail">, typed: string): boolean {
  const text = `${title} ${detail ?? ""}`.toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
