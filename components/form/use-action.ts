"use client";

import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import type { ActionFault, ActionResult } from "./action-result";

/** Calls a server action from a button or form: one at a time, and a lost connection is a fault like any other. */
export function useAction() {
  const t = useTranslations("fault");
  const [fault, setFault] = useState<ActionFault | null>(null);
  const [isPending, startTransition] = useTransition();

  const run = <T>(action: () => Promise<ActionResult<T>>, onDone: (value: T) => void): void => {
    if (isPending) return;
    startTransition(async () => {
      const result = await action().catch(
        (): ActionResult<T> => ({ ok: false, error: { code: "network", message: t("network"), field: null } }),
      );
      setFault(result.ok ? null : result.error);
      if (result.ok) onDone(result.value);
    });
  };
  return { run, fault, isPending };
}
