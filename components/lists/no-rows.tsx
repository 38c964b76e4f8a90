"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { withoutTerm } from "@/lib/domain/filter/change-filter";
import { formatTerm } from "@/lib/domain/filter/format-filter";
import { parseFilter } from "@/lib/domain/filter/parse-filter";
import type { ViewCount } from "./view-actions";

type Props = {
  readonly title: string;
  readonly filter: string;
  /** How many there were without each term of the filter. */
  readonly without: readonly ViewCount[];
  readonly onFilter: (filter: string) => void;
};

/** Nothing passes the filter: which part of it to drop, and what that would show. */
export function NoRows({ title, filter, without, onFilter }: Props) {
  const t = useTranslations("lists");
  const format = useFormatter();
  const terms = parseFilter(filter);
  const drops = terms.flatMap((term, place) => {
    const told = without[place];
    if (told === undefined || told.count === 0) return [];
    const number = told.count === null ? "?" : format.number(told.count);
    return [{ term: formatTerm(term), place, count: told.isCapped ? t("moreThan", { count: number }) : number }];
  });
  return (
    <EmptyState
      title={title}
      action={
        <span className="flex flex-wrap justify-center gap-2">
          {drops.map(({ term, place, count }) => (
            <Button key={place} onClick={() => onFilter(withoutTerm(filter, place))}>
              {t("dropTerm", { term, count })}
            </Button>
          ))}
          <Button onClick={() => onFilter("")}>{t("showAll")}</Button>
        </span>
      }
    >
      {drops.length === 0 ? t("noMatchAtAll") : t("noMatch")}
    </EmptyState>
  );
}
