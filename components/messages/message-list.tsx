"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import type { MessageView } from "@/lib/domain/message-view";
import { MessageRows } from "./message-rows";

type Props = { readonly messages: readonly MessageView[]; readonly moreHref: string };

/** The newest messages of one charger, and the way to all of them. */
export function MessageList({ messages, moreHref }: Props) {
  const t = useTranslations("message");
  const [openKey, setOpenKey] = useState<string | null>(null);
  if (messages.length === 0) return <EmptyState title={t("none")}>{t("noneHint")}</EmptyState>;
  return (
    <>
      <MessageRows messages={messages} isOfOne openKey={openKey} onOpen={setOpenKey} actions={null} />
      <div className="border-t px-4 py-2">
        <Link
          href={moreHref}
          className="inline-flex min-h-6 items-center text-sm text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
        >
          {t("all")}
        </Link>
      </div>
    </>
  );
}
