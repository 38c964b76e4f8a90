"use client";

import { Ellipsis } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import { Menu, MenuItem } from "@/components/ui/menu";
import { PLACES } from "./navigation";
import type { NavigationProps } from "./side-bar";

const ENTRY = "relative flex h-14 flex-col items-center justify-center gap-0.5 text-2xs font-medium text-ink-2";

/** Navigation on a telephone, within reach of the thumb. */
export function BottomBar({ here, counts }: NavigationProps) {
  const t = useTranslations("navigation");
  const router = useRouter();
  const others = PLACES.filter(({ isPrimary }) => !isPrimary);
  const waiting = others.reduce((sum, { key }) => sum + (counts[key] ?? 0), 0);
  return (
    <nav
      aria-label={t("label")}
      className="fixed inset-x-0 bottom-0 z-30 grid grid-cols-5 border-t bg-surface pb-[env(safe-area-inset-bottom)] md:hidden print:hidden"
    >
      {PLACES.filter(({ isPrimary }) => isPrimary).map(({ key, href, icon: Icon }) => (
        <Link
          key={key}
          href={href}
          aria-current={here === key ? "page" : undefined}
          className={classNames(ENTRY, here === key && "text-ink")}
        >
          <Icon aria-hidden className="size-5" strokeWidth={here === key ? 2.25 : 1.75} />
          {t(key)}
          <Waiting count={counts[key] ?? 0} />
        </Link>
      ))}
      <Menu
        trigger={
          <button type="button" className={classNames(ENTRY, others.some(({ key }) => key === here) && "text-ink")}>
            <Ellipsis aria-hidden className="size-5" />
            {t("more")}
            <Waiting count={waiting} />
          </button>
        }
      >
        {others.map(({ key, href, icon: Icon }) => (
          <MenuItem key={key} onSelect={() => router.push(href)}>
            <Icon aria-hidden className="size-4" strokeWidth={1.75} />
            {t(key)}
            {(counts[key] ?? 0) === 0 ? null : (
              <span className="ml-auto text-warn-ink tabular-nums">{counts[key]}</span>
            )}
          </MenuItem>
        ))}
      </Menu>
    </nav>
  );
}

function Waiting({ count }: { readonly count: number }) {
  if (count === 0) return null;
  return (
    <span className="absolute top-1 left-[calc(50%+0.5rem)] rounded-sm bg-warn-soft px-1 text-2xs text-warn-ink tabular-nums">
      {count}
    </span>
  );
}
