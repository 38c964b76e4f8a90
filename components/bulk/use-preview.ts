"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import type { ActionFault } from "@/components/form/action-result";
import type { BulkPreview } from "@/lib/domain/bulk-job";
import type { BulkActions, BulkSelection } from "./bulk-actions";

export type Preview =
  | { readonly state: "asking" }
  | { readonly state: "known"; readonly preview: BulkPreview }
  | { readonly state: "failed"; readonly fault: ActionFault };

/** What a command to the chosen chargers would meet, looked up when its dialog opens. */
export function usePreview(selection: BulkSelection, ask: BulkActions["preview"]): Preview {
  const t = useTranslations("fault");
  const [preview, setPreview] = useState<Preview>({ state: "asking" });
  // The dialog is opened for one selection.
  const [asked] = useState(selection);
  const [network] = useState(() => t("network"));
  useEffect(() => {
    let isOver = false;
    void ask(asked)
      .catch(() => ({ ok: false, error: { code: "network", message: network, field: null } }) as const)
      .then((result) => {
        if (isOver) return;
        setPreview(result.ok ? { state: "known", preview: result.value } : { state: "failed", fault: result.error });
      });
    return () => {
      isOver = true;
    };
  }, [ask, asked, network]);
  return preview;
}
