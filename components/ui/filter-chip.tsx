"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { classNames } from "./class-names";

type Props = { readonly href: string; readonly isOn: boolean; readonly children: ReactNode };

/** A filter that is a link: the address is the state. */
export function FilterChip({ href, isOn, children }: Props) {
  return (
    <Link
      prefetch={false}
      href={href}
      replace
      scroll={false}
      aria-current={isOn ? "true" : undefined}
      className={classNames(
        "inline-flex h-8 shrink-0 items-center gap-1.5 rounded-md border px-2.5 text-sm whitespace-nowrap text-ink-2 tabular-nums hover:text-ink max-md:h-11",
        isOn ? "border-ink bg-sunken text-ink" : "bg-surface",
      )}
    >
      {children}
    </Link>
  );
}
