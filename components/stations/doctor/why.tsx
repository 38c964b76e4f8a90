"use client";

import { useTranslations } from "next-intl";
import { Age, Instant, useInstantText } from "@/components/time/time";
import type { HandshakeRefusalView } from "@/lib/domain/health-view";
import { isRefusalReason } from "@/lib/domain/refusal";
import { cureOf, type PlainCure, shownAddress } from "./patient";

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
  const plainText = usePlainText(refusal);
  const cure = cureOf(refusal);
  if (cure === null) return null;
  const text = (): string => {
    switch (cure.type) {
      case "LookAlike":
        return t(`UnknownLookAlike.${cure.key}`, { identity: cure.identity });
      case "OldPassword":
        return t("OldPassword", { date: instantText(cure.changedAt, "dayMinutes") });
      case "Plain":
        return plainText(cure.key);
    }
  };
  return <p className="max-w-prose text-ink-2 wrap-anywhere">{text()}</p>;
}

/** Every sentence gets all that any of them may name. */
function usePlainText({ offeredProtocols, detail, station }: HandshakeRefusalView) {
  const t = useTranslations("cure");
  const offered = offeredProtocols ?? "—";
  const pinned = station?.pinnedVersion ?? null;
  const required = station?.securityProfile ?? 0;
  const minimum = station?.minSecurityProfile ?? 0;
  return (key: PlainCure): string =>
    key === "NoCommonSubprotocol" && pinned !== null
      ? t("NotPinnedSubprotocol", { offered, pinned })
      : t(key, { offered, path: detail ?? "—", required, minimum });
}
