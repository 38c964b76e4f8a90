"use client";

import { useTranslations } from "next-intl";
import { StatusChip } from "@/components/stations/status-chip";
import type { SessionView } from "@/lib/domain/session-view";
import { connectorWord, OCCUPANCIES } from "@/lib/domain/station";

/** The state of a session, in the words of connectors while it runs. */
export function SessionChip({ session }: { readonly session: Pick<SessionView, "phase" | "chargingState"> }) {
  const t = useTranslations("session");
  if (session.phase === "Ended") {
    return (
      <span
        data-status="Ended"
        className="inline-flex h-6 items-center rounded-md bg-off-soft px-2 text-xs font-medium text-off-ink"
      >
        {t("ended")}
      </span>
    );
  }
  const occupancy = OCCUPANCIES.find((known) => known === session.chargingState) ?? null;
  return <StatusChip status={connectorWord({ status: "Occupied", occupancy })} />;
}
