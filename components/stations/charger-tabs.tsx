"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";

/** The pages of one charger, as the last part of their address. */
const TABS = [
  "overview",
  "sessions",
  "commands",
  "settings",
  "charging-profiles",
  "card-list",
  "logs",
  "messages",
  "events",
  "health",
] as const;

export function ChargerTabs({ identity }: { readonly identity: string }) {
  const t = useTranslations("station.tab");
  const here = usePathname();
  const base = `/chargers/${encodeURIComponent(identity)}`;
  return (
    <nav aria-label={t("label", { identity })} className="mb-5 overflow-x-auto border-b border-line">
      <ul className="flex min-w-max gap-1">
        {TABS.map((tab) => {
          const href = tab === "overview" ? base : `${base}/${tab}`;
          const isHere = here === href;
          return (
            <li key={tab}>
              <Link
                href={href}
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
