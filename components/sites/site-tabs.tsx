"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";

const TABS = [
  ["list", "/sites"],
  ["map", "/map"],
] as const;

/** The sites as a list or on a map. */
export function SiteTabs() {
  const t = useTranslations("sites.tabs");
  const path = usePathname();
  return (
    <nav aria-label={t("label")} className="mb-5 border-b border-line">
      <ul className="flex gap-1">
        {TABS.map(([tab, href]) => (
          <li key={tab}>
            <Link
              href={href}
              prefetch={false}
              aria-current={path === href ? "page" : undefined}
              className={classNames(
                "-mb-px flex items-center border-b-2 px-3 py-2 text-sm max-md:py-3",
                path === href ? "border-ink font-medium text-ink" : "border-transparent text-ink-2 hover:text-ink",
              )}
            >
              {t(tab)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
