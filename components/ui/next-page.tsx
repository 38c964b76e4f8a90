"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { ButtonLink } from "./button";

type Props = {
  readonly shown: number;
  /** Null where counting would cost too much. */
  readonly total: number | null;
  readonly nextCursor: string | null;
  readonly isFirstPage: boolean;
};

/** Forward by key, back to the start; the browser's own Back goes one page back. */
export function NextPage({ shown, total, nextCursor, isFirstPage }: Props) {
  const t = useTranslations("paging");
  const path = usePathname();
  const params = useSearchParams();
  const href = (cursor: string | null): string => {
    const next = new URLSearchParams(params);
    if (cursor === null) next.delete("cursor");
    else next.set("cursor", cursor);
    return `${path}?${next.toString()}`;
  };
  return (
    <div className="mt-3 flex flex-wrap items-center justify-between gap-2 text-sm text-ink-3">
      <p className="tabular-nums">{total === null ? t("shown", { shown }) : t("shownOf", { shown, total })}</p>
      <div className="flex gap-2">
        {isFirstPage ? null : <ButtonLink href={href(null)}>{t("first")}</ButtonLink>}
        {nextCursor === null ? null : <ButtonLink href={href(nextCursor)}>{t("next")}</ButtonLink>}
      </div>
    </div>
  );
}
