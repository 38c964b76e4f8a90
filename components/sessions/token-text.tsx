"use client";

import { CreditCard } from "lucide-react";
import { useTranslations } from "next-intl";

export function TokenText({ uid }: { readonly uid: string | null }) {
  const t = useTranslations("session");
  return (
    <span className="inline-flex max-w-full min-w-0 items-center gap-1 align-middle" title={uid ?? undefined}>
      <CreditCard aria-hidden className="size-3.5 shrink-0 text-ink-3" strokeWidth={1.75} />
      {uid === null ? (
        <span className="text-ink-3">{t("noToken")}</span>
      ) : (
        <span className="truncate font-mono text-xs">{uid}</span>
      )}
      <span className="sr-only">{t("token")}</span>
    </span>
  );
}
