"use client";

import { ShieldAlert } from "lucide-react";
import { useTranslations } from "next-intl";

/** Plain 1.6 chargers take any image that the address gives them. Nothing where there are none. */
export function UnsignedWarning({ stations }: { readonly stations: number }) {
  const t = useTranslations("firmware.plan");
  if (stations === 0) return null;
  return (
    <section
      aria-label={t("unsignedTitle", { count: stations })}
      className="flex items-start gap-3 rounded-lg bg-fault-soft px-4 py-3 text-fault-ink"
      data-unsigned={stations}
    >
      <ShieldAlert aria-hidden className="mt-0.5 size-5 shrink-0" />
      <div>
        <p className="font-medium">{t("unsignedTitle", { count: stations })}</p>
        <p className="text-sm">{t("unsignedHint")}</p>
      </div>
    </section>
  );
}
