"use client";

import { RefreshCw, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { Instant } from "@/components/time/time";
import { Button } from "@/components/ui/button";
import { FilterChip } from "@/components/ui/filter-chip";
import { useSearchParamsChange } from "@/components/ui/use-search-params-change";

type Props = {
  readonly direction: "In" | "Out" | null;
  readonly action: string | null;
  readonly result: string | null;
  readonly messageId: string | null;
  readonly readAt: string;
};

const ACTIONS = [
  "BootNotification",
  "StatusNotification",
  "StartTransaction",
  "StopTransaction",
  "TransactionEvent",
  "MeterValues",
  "Heartbeat",
  "Authorize",
];

export function MessageFilter({ direction, action, result, messageId, readAt }: Props) {
  const t = useTranslations("message");
  const { hrefWith, change } = useSearchParamsChange();
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const isProblem = result === "Problem";
  return (
    <div className="mb-4 flex flex-wrap items-center gap-2">
      <FilterChip href={hrefWith({ direction: direction === "In" ? null : "In" })} isOn={direction === "In"}>
        {t("In")}
      </FilterChip>
      <FilterChip href={hrefWith({ direction: direction === "Out" ? null : "Out" })} isOn={direction === "Out"}>
        {t("Out")}
      </FilterChip>
      <FilterChip href={hrefWith({ result: isProblem ? null : "Problem" })} isOn={isProblem}>
        {t("problems")}
      </FilterChip>
      {messageId === null ? null : (
        <FilterChip href={hrefWith({ message: null })} isOn>
          <span className="max-w-48 truncate">{t("oneMessage", { id: messageId })}</span>
          <X aria-label={t("dropFilter")} className="size-3.5" />
        </FilterChip>
      )}
      <select
        aria-label={t("action")}
        value={action ?? ""}
        onChange={(event) => change({ action: event.target.value })}
        className="h-8 rounded-md border border-line-strong bg-surface px-2 text-sm max-md:h-11 max-md:text-md"
      >
        <option value="">{t("anyAction")}</option>
        {[...new Set([...ACTIONS, ...(action === null ? [] : [action])])].map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
      <span className="ml-auto inline-flex items-center gap-2 text-sm text-ink-3">
        {t("readAt")} <Instant at={readAt} />
        <Button size="small" disabled={isPending} onClick={() => startTransition(() => router.refresh())}>
          <RefreshCw aria-hidden className="size-3.5" />
          {t("readAgain")}
        </Button>
      </span>
    </div>
  );
}
