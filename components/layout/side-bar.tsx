"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import { PLACES, type Place } from "./navigation";
import { Wordmark } from "./wordmark";

export type NavigationProps = {
  readonly here: Place["key"] | null;
  /** Quiet numbers beside a place. */
  readonly counts: { readonly [key in Place["key"]]?: number };
};

export function SideBar({ here, counts }: NavigationProps) {
  const t = useTranslations("navigation");
  return (
    <nav
      aria-label={t("label")}
      className="sticky top-0 hidden h-dvh w-52 shrink-0 flex-col gap-4 border-r bg-bg p-3 md:flex max-lg:w-15 print:hidden"
    >
      <div className="flex h-6 items-center overflow-hidden px-2 max-lg:w-9">
        <Wordmark />
      </div>
      <ul className="flex flex-col gap-0.5">
        {PLACES.map(({ key, href, icon: Icon }) => (
          <li key={key}>
            <Link
              href={href}
              aria-current={here === key ? "page" : undefined}
              aria-label={t(key)}
              title={t(key)}
              className={classNames(
                "relative flex h-8 items-center gap-2.5 rounded-md px-2.5 text-sm font-medium text-ink-2 hover:bg-sunken hover:text-ink",
                here === key && "bg-sunken text-ink",
              )}
            >
              <Icon aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />
              <span className="truncate max-lg:hidden">{t(key)}</span>
              <Count count={counts[key] ?? 0} />
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Count({ count }: { readonly count: number }) {
  if (count === 0) return null;
  return (
    <span className="ml-auto rounded-sm bg-warn-soft px-1.5 text-xs text-warn-ink tabular-nums max-lg:absolute max-lg:top-0 max-lg:right-0 max-lg:px-1">
      {count}
    </span>
  );
}
