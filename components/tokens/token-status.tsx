"use client";

import { useTranslations } from "next-intl";
import { useNow } from "@/components/live/use-live";
import type { TokenGroupView, TokenView } from "@/lib/domain/token-view";

const TONES = {
  accepted: "bg-ready-soft text-ready-ink",
  blocked: "bg-fault-soft text-fault-ink",
  groupBlocked: "bg-fault-soft text-fault-ink",
  expired: "bg-off-soft text-off-ink",
  groupExpired: "bg-off-soft text-off-ink",
  notYet: "bg-off-soft text-off-ink",
} as const;

type Word = keyof typeof TONES;
type Standing = Pick<TokenView, "status" | "expiresAt"> & { readonly validFrom?: string | null };

/** What a card, or a group, is worth now, and whose fault it is where it is worth nothing. */
export function TokenStatus({ token, group }: { readonly token: Standing; readonly group: TokenGroupView | null }) {
  const t = useTranslations("tokens");
  const word = wordFor(token, group, useNow());
  return (
    <span
      data-status={word}
      className={`inline-flex h-5 items-center rounded-md px-1.5 text-xs font-medium ${TONES[word]}`}
    >
      {t(word)}
    </span>
  );
}

function wordFor(token: Standing, group: TokenGroupView | null, now: number): Word {
  const isOver = (at: string | null): boolean => at !== null && Date.parse(at) <= now;
  if (token.status === "Blocked") return "blocked";
  if (group?.status === "Blocked") return "groupBlocked";
  if (isOver(token.expiresAt)) return "expired";
  if (group !== null && isOver(group.expiresAt)) return "groupExpired";
  const { validFrom = null } = token;
  return validFrom !== null && !isOver(validFrom) ? "notYet" : "accepted";
}
