"use client";

import { X } from "lucide-react";
import { usePathname, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterChip } from "@/components/ui/filter-chip";
import { useSearchParamsChange } from "@/components/ui/use-search-params-change";
import type { AskedMessages, FoundScope } from "./message-scope";

type Props = {
  readonly asked: AskedMessages;
  readonly isOfOne: boolean;
  readonly searched: FoundScope["searched"];
  readonly nextCursor: string | null;
};

/** Why there is nothing, and the next step: search on, take a filter away, or look at a longer time. */
export function NoMessages({ asked, isOfOne, searched, nextCursor }: Props) {
  const t = useTranslations("messageLog");
  const { hrefWith } = useSearchParamsChange();
  const path = usePathname();
  const params = useSearchParams();
  const filters = filtersOf(asked, isOfOne, (name) => t(`filter.${name}`));
  if (searched !== null && nextCursor !== null) {
    const older = new URLSearchParams(params);
    older.set("cursor", nextCursor);
    return (
      <EmptyState
        title={t("empty.notFoundYet")}
        action={<ButtonLink href={`${path}?${older.toString()}`}>{t("scope.older")}</ButtonLink>}
      />
    );
  }
  if (filters.length === 0) {
    const isLongest = asked.last === "7d" || asked.last === "custom";
    const longer = <ButtonLink href={hrefWith({ last: "7d" })}>{t("empty.longer")}</ButtonLink>;
    return (
      <EmptyState title={t("empty.none")} action={isLongest ? undefined : longer}>
        {t("empty.noneHint")}
      </EmptyState>
    );
  }
  return (
    <EmptyState title={t("empty.noMatch")}>
      <p>{t("empty.noMatchHint")}</p>
      <div className="mt-3 flex flex-wrap justify-center gap-2">
        {filters.map(({ name, label }) => (
          <FilterChip key={name} href={hrefWith({ [name]: null })} isOn>
            {label} <X aria-hidden className="size-3.5" />
          </FilterChip>
        ))}
      </div>
    </EmptyState>
  );
}

type FilterWord =
  | "action"
  | "result"
  | "direction"
  | "slower"
  | "text"
  | "messageId"
  | "session"
  | "charger"
  | "hideRoutine";

/** The filters in the address with their names there. */
function filtersOf(asked: AskedMessages, isOfOne: boolean, word: (name: FilterWord) => string) {
  const { charger, action, result, direction, slower, text, messageId, session, hidesRoutine } = asked;
  const all: readonly (readonly [name: string, word: FilterWord, value: string | null])[] = [
    ["charger", "charger", isOfOne ? null : charger],
    ["action", "action", action],
    ["result", "result", result],
    ["direction", "direction", direction],
    ["slower", "slower", slower],
    ["text", "text", text],
    ["id", "messageId", messageId],
    ["session", "session", session],
  ];
  const told = all.flatMap(([name, key, value]) => (value === null ? [] : [{ name, label: `${word(key)}: ${value}` }]));
  return hidesRoutine ? [...told, { name: "hide", label: word("hideRoutine") }] : told;
}
