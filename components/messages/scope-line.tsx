"use client";

import { RefreshCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { Instant } from "@/components/time/time";
import { Button } from "@/components/ui/button";
import type { FoundScope } from "./message-scope";

type Props = { readonly scope: FoundScope; readonly session: string | null; readonly readAt: string };

/** Which time the rows are of, how far the search went, and when they were read: a list is not the present. */
export function ScopeLine({ scope, session, readAt }: Props) {
  const t = useTranslations("messageLog.scope");
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const from = () => <Instant at={scope.from} />;
  return (
    <p className="flex flex-wrap items-center gap-x-1.5 text-sm text-ink-3">
      <span>
        {session !== null
          ? t("session", { session })
          : scope.to === null
            ? t.rich("since", { from })
            : t.rich("between", { from, to: () => <Instant at={scope.to ?? ""} /> })}
        {" · "}
        {t("asOf")} <Instant at={readAt} />
      </span>
      <Button
        size="icon"
        variant="quiet"
        aria-label={t("readAgain")}
        title={t("readAgain")}
        disabled={isPending}
        onClick={() => startTransition(() => router.refresh())}
      >
        <RefreshCw aria-hidden className="size-3.5" />
      </Button>
      {scope.searched === null ? null : (
        <span className="text-ink-2" data-searched={scope.searched.count}>
          {t.rich("searched", {
            count: scope.searched.count,
            time: () => <Instant at={scope.searched?.backTo ?? ""} precise />,
          })}
        </span>
      )}
    </p>
  );
}
