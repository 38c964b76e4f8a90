"use client";

import { useTranslations } from "next-intl";
import type { FleetState } from "@/lib/domain/overview/overview-view";
import type { Panel } from "./panel";
import { OLD_AFTER_MS, ReadAt } from "./read-at";

/** How large the fleet is, and how old everything on this page. */
export function FleetSize({ fleet, readAt }: { readonly fleet: Panel<FleetState>; readonly readAt: string }) {
  const t = useTranslations("overview");
  return (
    <p className="flex flex-wrap items-center gap-x-3 text-sm text-ink-2 tabular-nums">
      {fleet.state === "Read" && fleet.value.chargers > 0 ? (
        <span>
          {t("fleetSize", { count: fleet.value.chargers })} · {t("connectors", { count: fleet.value.connectors })}
        </span>
      ) : null}
      <ReadAt at={readAt} oldAfterMs={OLD_AFTER_MS} />
    </p>
  );
}
