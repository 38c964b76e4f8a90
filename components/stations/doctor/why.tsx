"use client";

import { useTranslations } from "next-intl";
import { Age, Instant, useInstantText } from "@/components/time/time";
import type { HandshakeRefusalView } from "@/lib/domain/health-view";
import { isRefusalReason } from "@/lib/domain/refusal";
import { cureOf, shownAddress } from "./patient";

/** One reason: what went wrong, how often and since when, and what most probably helps. */
export function Why({ refusal }: { readonly refusal: HandshakeRefusalView }) {
  const t = useTranslations("doctor");
  const reasons = useTranslations("refusal");
  const { reason, station } = refusal;
  return (
    <div className="flex flex-col gap-1" data-reason={reason}>
      <p className="font-medium text-fault-ink">{isRefusalReason(reason) ? reasons(reason) : reason}</p>
      <Cure refusal={refusal} />
      <p className="text-sm text-ink-3">
        {t("tries", { count: refusal.count })} <Instant at={refusal.since} />
        {refusal.identity === null || refusal.remoteAddress === null
          ? null
          : ` ${t("from", { address: shownAddress(refusal.remoteAddress) })}`}
        {" · "}
        {t("last")} <Age at={refusal.lastAt} />
        {refusal.state !== "Solved" || station === null || station.connectedAt === null ? null : (
          <>
            {" · "}
            {t("cameIn")} <Instant at={station.connectedAt} />
          </>
        )}
      </p>
    </div>
  );
}

function Cure({ refusal }: { readonly refusal: HandshakeRefusalView }) {
  const t = useTranslations("cure");
  const instantText = useInstantText();
  const cure = cureOf(refusal);
  if (cure === null) return null;
  const text = (): string => {
    switch (cure.type) {
      case "LookAlike":
        return t(`UnknownLookAlike.${cure.key}`, { identity: cure.identity });
      case "OldPassword":
        return t("OldPassword", { date: instantText(cure.changedAt, "dayMinutes") });
      case "Plain":
        return plainText();
    }
  };
  const plainText = (): string => {
    if (cure.type !== "Plain") return "";
    const { offeredProtocols, detail, station } = refusal;
    const offered = offeredProtocols ?? "—";
    const pinned = station?.pinnedVersion ?? null;
    if (cure.key === "NoCommonSubprotocol" && pinned !== null) return t("NotPinnedSubprotocol", { offered, pinned });
    return t(cure.key, {
      offered,
      path: detail ?? "—",
      required: station?.securityProfile ?? 0,
      minimum: station?.minSecurityProfile ?? 0,
    });
  };
  return <p className="max-w-prose text-ink-2 wrap-anywhere">{text()}</p>;
}
