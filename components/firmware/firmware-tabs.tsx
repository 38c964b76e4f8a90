"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";

const TABS = [
  ["campaigns", "/firmware"],
  ["releases", "/firmware/releases"],
  ["compliance", "/firmware/compliance"],
] as const;

/** The pages about firmware. */
export function FirmwareTabs() {
  const t = useTranslations("firmware.tabs");
  const path = usePathname();
  const here = path.startsWith("/firmware/releases") ? "/firmware/releases" : path;
  return (
    <nav aria-label={t("label")} className="mb-5 overflow-x-auto border-b border-line">
      <ul className="flex min-w-max gap-1">
        {TABS.map(([tab, href]) => (
          <li key={tab}>
            <Link
              href={href}
              aria-current={here === href ? "page" : undefined}
              className={classNames(
                "-mb-px flex items-center border-b-2 px-3 py-2 text-sm max-md:py-3",
                here === href ? "border-ink font-medium text-ink" : "border-transparent text-ink-2 hover:text-ink",
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
