"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { classNames } from "./class-names";

export type Tab = {
  readonly href: string;
  readonly label: string;
  /** Shown beside the label while it is more than 0. */
  readonly count?: number;
};

type Props = {
  readonly label: string;
  readonly tabs: readonly Tab[];
  /** False leaves the page where it was scrolled to. */
  readonly scroll?: boolean;
};

/** The pages that stand beside this one, as links: the address says which of them is here. */
export function TabStrip({ label, tabs, scroll = true }: Props) {
  const here = usePathname();
  return (
    <nav aria-label={label} className="mb-5 overflow-x-auto border-b border-line print:hidden">
      <ul className="flex min-w-max gap-1">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <Link
              href={tab.href}
              scroll={scroll}
              aria-current={here === tab.href ? "page" : undefined}
              className={classNames(
                "-mb-px flex items-center gap-1.5 border-b-2 px-3 py-2 text-sm max-md:py-3",
                here === tab.href ? "border-ink font-medium text-ink" : "border-transparent text-ink-2 hover:text-ink",
              )}
            >
              {tab.label}
              {tab.count === undefined || tab.count === 0 ? null : (
                <span className="rounded-md bg-sunken px-1.5 text-xs text-ink-2 tabular-nums">{tab.count}</span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
