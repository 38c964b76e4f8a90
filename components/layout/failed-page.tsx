"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { startTransition } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

/** Something of ours failed. It says no more than that, but for the number under which the log has the rest. */
export function FailedPage({ digest, onRetry }: { readonly digest: string | null; readonly onRetry: () => void }) {
  const t = useTranslations("failed");
  const router = useRouter();
  const retry = (): void =>
    startTransition(() => {
      router.refresh();
      onRetry();
    });
  return (
    <div role="alert" className="mx-auto max-w-lg py-16">
      <h1 className="sr-only">{t("title")}</h1>
      <EmptyState
        title={t("title")}
        action={
          <Button variant="primary" onClick={retry}>
            {t("retry")}
          </Button>
        }
      >
        {t("hint")}
        {digest === null ? null : (
          <span className="mt-2 block font-mono text-xs text-ink-3">{t("number", { digest })}</span>
        )}
      </EmptyState>
    </div>
  );
}
