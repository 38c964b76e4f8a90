"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Dialog as Primitive } from "radix-ui";
import type { ReactNode } from "react";

/** A modal for confirmations and short forms. The danger button never has the first focus. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  children,
}: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly description?: ReactNode;
  readonly children: ReactNode;
}) {
  const t = useTranslations("app");
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="appear fixed inset-0 z-40 bg-[oklch(0.2_0.02_255/0.4)] dark:bg-[oklch(0_0_0/0.6)]" />
        <Primitive.Content
          {...(description === undefined ? { "aria-describedby": undefined } : {})}
          className="appear fixed top-[12dvh] left-1/2 z-50 max-h-[80dvh] w-[min(30rem,calc(100vw-1.5rem))] -translate-x-1/2 overflow-y-auto rounded-xl border bg-surface p-5 shadow-pop max-md:top-auto max-md:bottom-3"
        >
          <div className="mb-4 flex items-start justify-between gap-3">
            <div>
              <Primitive.Title className="text-md font-semibold">{title}</Primitive.Title>
              {description === undefined ? null : (
                <Primitive.Description asChild>
                  <div className="mt-1 text-ink-2">{description}</div>
                </Primitive.Description>
              )}
            </div>
            <Primitive.Close
              aria-label={t("close")}
              className="-mt-1 -mr-1 inline-flex size-8 items-center justify-center rounded-md text-ink-2 hover:bg-sunken max-md:size-11"
            >
              <X aria-hidden className="size-4" />
            </Primitive.Close>
          </div>
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

/** Always in sight, however long the form above is. */
export function DialogActions({ children }: { readonly children: ReactNode }) {
  return (
    <div className="sticky -bottom-5 -mx-5 mt-1 -mb-5 flex flex-wrap justify-end gap-2 bg-surface px-5 pt-4 pb-5 max-md:*:grow">
      {children}
    </div>
  );
}
