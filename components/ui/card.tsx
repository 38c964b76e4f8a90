import type { ComponentProps, ReactNode } from "react";
import { classNames } from "./class-names";

export function Card({ className, ...rest }: ComponentProps<"section">) {
  return <section className={classNames("rounded-lg border bg-surface", className)} {...rest} />;
}

export function CardHeader({ title, children }: { readonly title: ReactNode; readonly children?: ReactNode }) {
  return (
    <header className="flex min-h-11 flex-wrap items-center justify-between gap-x-3 gap-y-1 border-b px-4 py-1.5">
      <h2 className="text-sm font-semibold">{title}</h2>
      {children}
    </header>
  );
}
