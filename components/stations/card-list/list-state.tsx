"use client";

import { Ban, Check, CircleHelp, Clock, LoaderCircle, type LucideIcon, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import type { LocalListState, LocalListView } from "@/lib/domain/local-list-view";

const LOOKS: Readonly<Record<LocalListState, readonly [tone: string, icon: LucideIcon]>> = {
  Unknown: ["bg-off-soft text-off-ink", CircleHelp],
  InSync: ["bg-ready-soft text-ready-ink", Check],
  Behind: ["bg-warn-soft text-warn-ink", Clock],
  Unsupported: ["bg-off-soft text-off-ink", Ban],
  Failed: ["bg-fault-soft text-fault-ink", TriangleAlert],
};

/** Whether the charger has our cards as they are; told by shape and word, not by colour alone. */
export function ListState({ list }: { readonly list: LocalListView }) {
  const t = useTranslations("cardList");
  const isSending = list.step !== null;
  const [tone, Icon] = isSending ? (["bg-sunken text-ink-2", LoaderCircle] as const) : LOOKS[list.state];
  return (
    <span
      role="status"
      data-list-state={isSending ? "Sending" : list.state}
      className={`inline-flex h-6 items-center gap-1.5 rounded-md px-2 text-sm font-medium ${tone}`}
    >
      <Icon aria-hidden className="size-3.5" />
      {isSending ? t("sending") : t(`state.${list.state}`)}
    </span>
  );
}
