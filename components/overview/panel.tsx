"use client";

import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useReadAgain } from "@/components/live/use-live";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";

/** One part of a page as it was read, or why it was not. `number`: where the log has the rest. */
export type Panel<T> =
  | { readonly state: "Read"; readonly value: T }
  | { readonly state: "Failed"; readonly number: string | null }
  | { readonly state: "Forbidden" };

type Props<T> = {
  readonly name: string;
  readonly title: ReactNode;
  readonly panel: Panel<T>;
  /** Beside the title. */
  readonly beside?: ReactNode;
  readonly onRetry?: () => void;
  readonly children: (value: T) => ReactNode;
};

/** A card that fails by itself. */
export function PanelCard<T>({ name, title, panel, beside, onRetry, children }: Props<T>) {
  return (
    <Card aria-label={name} data-panel={panel.state} className="min-w-0">
      <CardHeader title={title}>{beside}</CardHeader>
      {panel.state === "Read" ? children(panel.value) : <PanelTrouble panel={panel} onRetry={onRetry} />}
    </Card>
  );
}

/** What stands where a part of a page should be. */
export function PanelTrouble({
  panel,
  onRetry,
}: {
  readonly panel: Exclude<Panel<unknown>, { state: "Read" }>;
  readonly onRetry?: (() => void) | undefined;
}) {
  const t = useTranslations("overview.panel");
  const readAgain = useReadAgain();
  if (panel.state === "Forbidden") return <p className="px-4 py-8 text-center text-ink-2">{t("forbidden")}</p>;
  return (
    <div role="alert" className="flex flex-col items-center gap-2 px-4 py-6 text-center">
      <p className="flex items-center gap-2">
        <TriangleAlert aria-hidden className="size-4 shrink-0 text-warn" />
        {t("failed")}
      </p>
      {panel.number === null ? null : (
        <p className="font-mono text-xs text-ink-3">{t("number", { number: panel.number })}</p>
      )}
      <Button size="small" onClick={onRetry ?? readAgain}>
        {t("retry")}
      </Button>
    </div>
  );
}
