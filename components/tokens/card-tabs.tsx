"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";

const TABS = [
  ["cards", "/tokens"],
  ["groups", "/tokens/groups"],
  ["unknown", "/tokens/unknown"],
  ["import", "/tokens/import"],
] as const;

/** The pages about cards. */
export function CardTabs({ unknownCount }: { readonly unknownCount: number }) {
  const t = useTranslations("tokens.tabs");
  const here = usePathname();
  return (
    <nav aria-label={t("label")} className="mb-5 overflow-x-auto border-b border-line">
      <ul className="flex min-w-max gap-1">
        {TABS.map(([tab, href]) => (
          <li key={tab}>
            <Link
              href={href}
              aria-current={here === href ? "page" : undefined}
              className={classNames(
                "-mb-px flex items-center gap-1.5 border-b-2 px-3 py-2 text-sm",
                here === href ? "border-ink font-medium text-ink" : "border-transparent text-ink-2 hover:text-ink",
              )}
            >
              {t(tab)}
              {tab === "unknown" && unknownCount > 0 ? (
                <span className="rounded-md bg-sunken px-1.5 text-xs text-ink-2 tabular-nums">{unknownCount}</span>
              ) : null}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
