"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";

/** The pages of one campaign, as the last part of their address. */
const TABS = ["stations", "events", "plan", "approvals"] as const;

export function CampaignTabs({ id }: { readonly id: string }) {
  const t = useTranslations("campaign.tab");
  const here = usePathname();
  const base = `/firmware/campaigns/${id}`;
  return (
    <nav aria-label={t("label")} className="mb-4 overflow-x-auto border-b border-line print:hidden">
      <ul className="flex min-w-max gap-1">
        {TABS.map((tab) => {
          const href = tab === "stations" ? base : `${base}/${tab}`;
          const isHere = here === href;
          return (
            <li key={tab}>
              <Link
                href={href}
                scroll={false}
                aria-current={isHere ? "page" : undefined}
                className={classNames(
                  "-mb-px block border-b-2 px-3 py-2 text-sm",
                  isHere ? "border-ink font-medium text-ink" : "border-transparent text-ink-2 hover:text-ink",
                )}
              >
                {t(tab)}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
