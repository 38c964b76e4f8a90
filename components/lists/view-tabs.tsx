"use client";

import { Users } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { classNames } from "@/components/ui/class-names";
import type { SavedViewView, ViewList } from "@/lib/domain/saved-view";
import type { ViewActions, ViewCount } from "./view-actions";

export type Tab = { readonly id: string; readonly name: string; readonly href: string; readonly isShared: boolean };

type Props = {
  readonly list: ViewList;
  readonly label: string;
  readonly tabs: readonly Tab[];
  /** The tab whose rows are shown; null where the filter is nobody's. */
  readonly active: string | null;
  readonly count: ViewActions["count"];
  readonly renderedAt: string;
  readonly views: readonly SavedViewView[];
};

/** The views of a list as tabs, each with how many rows it has. */
export function ViewTabs({ list, label, tabs, active, count, renderedAt, views }: Props) {
  const t = useTranslations("lists.views");
  const counts = useViewCounts(list, count, renderedAt, views);
  return (
    <nav aria-label={label} className="mb-3 overflow-x-auto border-b border-line">
      <ul className="flex min-w-max gap-1">
        {tabs.map((tab) => {
          const isHere = tab.id === active;
          return (
            <li key={tab.id}>
              <Link
                href={tab.href}
                replace
                scroll={false}
                prefetch={false}
                data-view={tab.id}
                aria-current={isHere ? "page" : undefined}
                className={classNames(
                  "-mb-px inline-flex h-9 items-center gap-1.5 border-b-2 px-3 text-sm whitespace-nowrap max-md:h-11",
                  isHere ? "border-ink font-medium text-ink" : "border-transparent text-ink-2 hover:text-ink",
                )}
              >
                {tab.name}
                {tab.isShared ? <Users role="img" aria-label={t("shared")} className="size-3 text-ink-3" /> : null}
                <Count of={counts[tab.id]} />
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

function Count({ of }: { readonly of: ViewCount | undefined }) {
  const t = useTranslations("lists");
  const format = useFormatter();
  if (of?.count === undefined || of.count === null) return null;
  const text = format.number(of.count);
  return <span className="text-xs text-ink-3 tabular-nums">{of.isCapped ? t("moreThan", { count: text }) : text}</span>;
}

/** Counting looks at the whole list: not at every change of it. */
const COUNT_EVERY_MS = 30_000;

/** How many rows each view has. */
function useViewCounts(
  list: ViewList,
  count: ViewActions["count"],
  renderedAt: string,
  views: readonly SavedViewView[],
): Readonly<Record<string, ViewCount>> {
  const [counts, setCounts] = useState<Readonly<Record<string, ViewCount>>>({});
  const period = Math.floor(Date.parse(renderedAt) / COUNT_EVERY_MS);
  const filters = views.map(({ id, rev }) => `${id} ${rev}`).join();
  // oxlint-disable-next-line react/exhaustive-deps -- another period, or other views, are what it is counted anew for
  useEffect(() => {
    let isOver = false;
    void count(list).then(
      (result) => (isOver || !result.ok ? undefined : setCounts(result.value)),
      () => undefined,
    );
    return () => {
      isOver = true;
    };
  }, [list, count, period, filters]);
  return counts;
}
