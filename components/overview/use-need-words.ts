"use client";

import { useTranslations } from "next-intl";
import { filterWord } from "@/lib/domain/filter/charger-fields";
import { formatFilter } from "@/lib/domain/filter/format-filter";
import { PAUSE_CAUSES } from "@/lib/domain/firmware/campaign-states";
import type { Need } from "@/lib/domain/overview/need";

export type NeedWords = {
  readonly title: string;
  /** What is known of the cause; null where the title says all. */
  readonly hint: string | null;
  /** Where it is dealt with. */
  readonly href: string;
};

/** What an item is called, and where it leads. */
export function useNeedWords(): (need: Need) => NeedWords {
  const t = useTranslations("overview.need");
  const pauses = useTranslations("campaign.pause.cause");
  const stationWords = useStationWords();
  return (need) => {
    const { kind, cause, count, detail } = need;
    const name = cause.name;
    switch (kind) {
      case "Offline":
      case "Fault":
      case "Flapping":
        return { ...stationWords(need), href: stationHref(need) };
      case "Review":
      case "NeverCharged":
      case "NeverEnds":
      case "Unheard":
        return { title: t(kind, { count }), hint: t(`hint.${kind}`), href: SESSION_PLACES[kind] };
      case "CampaignPaused": {
        const known = PAUSE_CAUSES.find((word) => word === detail);
        const hint = known === undefined ? null : pauses(`${known}.title`);
        return { title: t("CampaignPaused", { name }), hint, href: `/firmware/campaigns/${cause.id}` };
      }
      case "Approval":
        return { title: t("Approval", { name }), hint: null, href: `/firmware/campaigns/${cause.id}/approvals` };
      case "RolloutsStopped":
        return { title: t("RolloutsStopped"), hint: detail, href: "/firmware" };
      case "Knocking":
        return { title: t("Knocking", { count }), hint: need.identities.join(", "), href: "/chargers/inbox" };
    }
  };
}

const SESSION_PLACES = {
  Review: "/sessions?problem=review",
  NeverCharged: "/sessions?problem=never-charged",
  NeverEnds: "/sessions?problem=never-ends",
  Unheard: "/sessions?problem=never-charged",
} as const;

type Told = Pick<NeedWords, "title" | "hint">;

/** What is the matter with chargers, by what they have in common. */
function useStationWords(): (need: Need) => Told {
  const t = useTranslations("overview.need");
  const stationHint = useStationHint();
  return (need) => {
    const { kind, cause, count, of, identities, detail } = need;
    const name = cause.name;
    const some = identities.join(", ") + (count > identities.length ? "…" : "");
    const told = kind === "Fault" && detail !== null ? `${detail} · ${some}` : some;
    switch (cause.type) {
      case "Gateway":
        return { title: t("gateway", { count }), hint: t("gatewayHint", { name }) };
      case "Site":
        return { title: t(`site.${stationKind(kind)}`, { name, count, of: of ?? count }), hint: told };
      case "Firmware":
        return { title: t("firmware", { name, count }), hint: told };
      case "Station":
      case "Campaign":
      case "System":
        return { title: name, hint: stationHint(need) };
    }
  };
}

function useStationHint(): (need: Need) => string {
  const t = useTranslations("overview.need");
  return ({ kind, detail }) => {
    if (kind === "Flapping") return t("flaps", { times: Number(detail ?? 0) });
    if (kind === "Fault") return detail === null ? t("faulted") : t("faultedWith", { detail });
    return t("away");
  };
}

const stationKind = (kind: Need["kind"]): "Offline" | "Fault" | "Flapping" =>
  kind === "Fault" || kind === "Flapping" ? kind : "Offline";

/** A charger's own page, or the list of just those that it is about. */
function stationHref({ kind, cause, identities }: Need): string {
  if (cause.type === "Station") return `/chargers/${encodeURIComponent(cause.id)}`;
  const values = kind === "Flapping" ? identities : [filterWord(kind)];
  const term = (field: string, texts: readonly string[]) =>
    ({ type: "Field", isNegated: false, field, values: texts.map((text) => ({ operator: null, text })) }) as const;
  const terms = [
    ...(cause.type === "Site" ? [term("site", [cause.name])] : []),
    term(kind === "Flapping" ? "charger" : "status", values),
  ];
  return `/chargers?${new URLSearchParams({ filter: formatFilter(terms) })}`;
}
