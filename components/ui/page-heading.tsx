import Link from "next/link";
import type { ReactNode } from "react";

export type Crumb = { readonly label: string; readonly href: string };

/** The page's one h1, where it stands, and what can be done here. */
export function PageHeading({
  title,
  crumbs = [],
  children,
}: {
  readonly title: ReactNode;
  readonly crumbs?: readonly Crumb[];
  readonly children?: ReactNode;
}) {
  return (
    <div className="mb-5 flex flex-wrap items-end justify-between gap-x-4 gap-y-3">
      <div className="min-w-0">
        {crumbs.map((crumb) => (
          <Link key={crumb.href} href={crumb.href} className="mb-0.5 inline-block text-sm text-ink-3 hover:text-ink">
            {crumb.label}
            <span aria-hidden> ›</span>
          </Link>
        ))}
        <h1 className="text-lg font-semibold break-words">{title}</h1>
      </div>
      {children === undefined ? null : <div className="flex flex-wrap items-center gap-2">{children}</div>}
    </div>
  );
}
