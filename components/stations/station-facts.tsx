"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Instant } from "@/components/time/time";
import { Card, CardHeader } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import type { StationDetail } from "@/lib/domain/station-view";
import type { SaveTags } from "./notes/note-orders";
import { TagEditor } from "./notes/tag-editor";

/** What the charger is, beside what it does. Not told is a dash. */
export function StationFacts({
  station,
  saveTags,
}: {
  readonly station: StationDetail;
  /** Null for whoever may not. */
  readonly saveTags: SaveTags | null;
}) {
  const t = useTranslations("facts");
  return (
    <Card aria-label={t("title")} className="h-fit">
      <CardHeader title={t("title")} />
      <dl className="flex flex-col gap-2.5 p-4 text-sm">
        <Fact name={t("identity")}>
          <span className="-my-1 flex items-center justify-between gap-1">
            <span className="font-mono text-xs break-all">{station.identity}</span>
            <CopyButton text={station.identity} label={t("copyIdentity")} />
          </span>
        </Fact>
        <Fact name={t("maker")}>{joined(station.vendor, station.model)}</Fact>
        <Fact name={t("serialNumber")}>{station.serialNumber}</Fact>
        <Fact name={t("firmware")}>{station.firmwareVersion}</Fact>
        <Fact name={t("protocol")}>{station.ocppVersion}</Fact>
        <Fact name={t("security")}>{t("profile", { profile: String(station.securityProfile) })}</Fact>
        <Fact name={t("site")}>{station.siteName}</Fact>
        <Fact name={t("tags")}>
          <TagEditor identity={station.identity} tags={station.tags} save={saveTags} />
        </Fact>
        <Fact name={t("registration")}>{registrationText(station, t)}</Fact>
        <Fact name={t("booted")}>{station.bootedAt === null ? null : <Instant at={station.bootedAt} />}</Fact>
        <Fact name={t("heartbeat")}>{t("seconds", { seconds: station.heartbeatSeconds })}</Fact>
        <Fact name={t("address")}>{station.remoteAddress}</Fact>
        <Fact name={t("meter")}>{station.meterSerialNumber}</Fact>
      </dl>
    </Card>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="grid grid-cols-[6rem_minmax(0,1fr)] items-baseline gap-2">
      <dt className="text-ink-3">{name}</dt>
      <dd className="break-words">{children ?? <span className="text-ink-3">—</span>}</dd>
    </div>
  );
}

function joined(...parts: readonly (string | null)[]): string | null {
  const told = parts.filter((part) => part !== null);
  return told.length === 0 ? null : told.join(" ");
}

/** What the last boot was answered, and what the next one will be where that differs. */
function registrationText(station: StationDetail, t: ReturnType<typeof useTranslations<"facts">>): string | null {
  const { registeredStatus, registrationStatus } = station;
  if (registeredStatus === null) return null;
  return registeredStatus === registrationStatus
    ? registeredStatus
    : t("nextRegistration", { now: registeredStatus, next: registrationStatus });
}
