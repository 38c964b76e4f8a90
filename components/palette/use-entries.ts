"use client";

import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import { PLACES } from "@/components/layout/navigation";
import { addressOf, type SearchHit } from "@/lib/domain/search-hit";
import { type Entry, fits, GROUPS } from "./entry";
import { recentHits } from "./recent";
import type { Found } from "./use-search";

/** Pages that are not in the navigation. */
const MORE_PLACES = [
  { key: "newCharger", href: "/chargers/new" },
  { key: "doctor", href: "/chargers/doctor" },
  { key: "newCampaign", href: "/firmware/campaigns/new" },
  { key: "releases", href: "/firmware/releases" },
  { key: "compliance", href: "/firmware/compliance" },
  { key: "cardGroups", href: "/tokens/groups" },
  { key: "unknownCards", href: "/tokens/unknown" },
] as const;

const OF_CHARGER = [
  { key: "restart", at: "?ask=restart" },
  { key: "availability", at: "?ask=availability" },
  { key: "messages", at: "/messages" },
  { key: "settings", at: "/settings" },
  { key: "health", at: "/health" },
  { key: "logs", at: "/logs" },
] as const;

/** All that the palette offers for these words, group by group. */
export function useEntries(typed: string, found: Found): readonly Entry[] {
  const here = useHere();
  const places = usePlaces();
  const look = useLook();
  const hits = found.state === "found" ? found.hits.map((hit) => toEntry(hit, hit.kind)) : [];
  const recent = typed.trim() === "" ? recentHits().map((hit) => toEntry(hit, "Recent")) : [];
  const offered = [...here, ...places, ...look].filter((entry) => fits(entry, typed.trim()));
  const all = [...recent, ...hits, ...offered];
  return GROUPS.flatMap((group) => all.filter((entry) => entry.group === group));
}

const toEntry = (hit: SearchHit, group: Entry["group"]): Entry => {
  const { kind, id, title, detail } = hit;
  return { id: `${group}-${kind}-${id}`, group, title, detail, hit, act: { type: "Go", href: addressOf(hit) } };
};

/** What can be done with the charger whose page this is. Whatever acts on it asks first. */
function useHere(): readonly Entry[] {
  const t = useTranslations("palette.here");
  const [, identity] = /^\/chargers\/([^/]+)/.exec(usePathname()) ?? [];
  if (identity === undefined || identity === "new" || identity === "inbox" || identity === "doctor") return [];
  const name = decodeURIComponent(identity);
  return OF_CHARGER.map(({ key, at }) => ({
    id: `here-${key}`,
    group: "Here",
    title: t(key, { identity: name }),
    detail: null,
    act: { type: "Go", href: `/chargers/${identity}${at}` },
  }));
}

function usePlaces(): readonly Entry[] {
  const names = useTranslations("navigation");
  const t = useTranslations("palette.place");
  const main = PLACES.map(({ key, href }) => ({ key, title: names(key), href }));
  const more = MORE_PLACES.map(({ key, href }) => ({ key, title: t(key), href }));
  return [...main, ...more].map(({ key, title, href }) => ({
    id: `place-${key}`,
    group: "Places",
    title,
    detail: null,
    act: { type: "Go", href },
  }));
}

function useLook(): readonly Entry[] {
  const t = useTranslations("theme");
  const { theme, setTheme } = useTheme();
  return (["light", "dark", "system"] as const)
    .filter((one) => one !== (theme ?? "system"))
    .map((one) => ({
      id: `theme-${one}`,
      group: "Look",
      title: t(one),
      detail: t("label"),
      act: { type: "Do", run: () => setTheme(one) },
    }));
}
