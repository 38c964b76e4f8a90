"use client";

import { useTranslations } from "next-intl";
import { StatusChip } from "@/components/stations/status-chip";
import type { SessionView } from "@/lib/domain/session-view";
import { sessionWord } from "./session-word";

/** The state of a session, in the words of connectors while it runs. `isPast`: the charger is away, it was so. */
export function SessionChip({
  session,
  isPast = false,
}: {
  readonly session: Pick<SessionView, "phase" | "chargingState" | "powerW">;
  readonly isPast?: boolean;
}) {
  const t = useTranslations("session");
  if (session.phase === "Active") return <StatusChip status={sessionWord(session)} isPast={isPast} />;
  return (
    <span
      data-status="Ended"
      className="inline-flex h-6 items-center rounded-md bg-off-soft px-2 text-xs font-medium text-off-ink"
    >
      {t("ended")}
    </span>
  );
}
