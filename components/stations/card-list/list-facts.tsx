"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Age } from "@/components/time/time";
import { Card } from "@/components/ui/card";
import type { LocalListView } from "@/lib/domain/local-list-view";

/** What is known of a charger's list. Not known is a dash. */
export function ListFacts({ list }: { readonly list: LocalListView }) {
  const t = useTranslations("cardList");
  const { versionKnown, heldCount, wantedCount } = list;
  const age = (at: string | null): ReactNode => (at === null ? null : <Age at={at} />);
  return (
    <Card aria-label={t("title")}>
      <dl className="flex flex-col gap-2.5 p-4 text-sm">
        <Fact name={t("version")}>{versionKnown === 0 ? t("versionNone") : versionKnown}</Fact>
        <Fact name={t("held")}>
          {heldCount === null ? null : t("heldOf", { held: String(heldCount), wanted: String(wantedCount) })}
        </Fact>
        <Fact name={t("checked")}>{age(list.checkedAt)}</Fact>
        <Fact name={t("sent")}>{age(list.sentAt)}</Fact>
        <Fact name={t("full")}>{age(list.fullAt)}</Fact>
        <Fact name={t("perMessage")}>{list.entriesPerMessage}</Fact>
        <Fact name={t("bySelf")}>{t(list.isSentByItself ? "bySelfOn" : "bySelfOff")}</Fact>
      </dl>
    </Card>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="grid grid-cols-[8.5rem_minmax(0,1fr)] items-baseline gap-2">
      <dt className="text-ink-3">{name}</dt>
      <dd className="tabular-nums">{children ?? <span className="text-ink-3">—</span>}</dd>
    </div>
  );
}
