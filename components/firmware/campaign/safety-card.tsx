"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Card, CardHeader } from "@/components/ui/card";
import type { CampaignSpec, UpdateWindow } from "@/lib/domain/firmware/campaign-spec";
import { useDurationWords } from "../duration-words";
import { Facts } from "./plan-facts";

/** When chargers are touched, how many at a time, and when Kituo gives up on one. */
export function SafetyCard({ spec }: { readonly spec: CampaignSpec }) {
  const t = useTranslations("campaign.plan");
  return (
    <Card aria-label={t("safety")}>
      <CardHeader title={t("safety")} />
      <div className="grid lg:grid-cols-2 lg:divide-x">
        <Limits spec={spec} />
        <Times spec={spec} />
      </div>
    </Card>
  );
}

function Limits({ spec }: { readonly spec: CampaignSpec }) {
  const t = useTranslations("campaign.plan");
  const duration = useDurationWords();
  const windowText = useWindowText();
  return (
    <Facts
      facts={[
        [t("windows"), spec.windows.length === 0 ? t("anyTime") : spec.windows.map(windowText).join("; ")],
        [t("windowLeft"), duration(spec.windowLeftSecondsMin)],
        [t("sessions"), t(`session.${spec.sessionPolicy}`)],
        [t("inFlight"), t("inFlightValue", { all: spec.inFlightMax, site: spec.inFlightPerSiteMax })],
        [t("usable"), t("usableValue", { count: spec.usablePerSiteMin })],
        [
          t("starts"),
          spec.rampAfterSuccesses === 0
            ? t("startsFlat", { rate: spec.startsPerMinute })
            : t("startsRamp", {
                rate: spec.startsPerMinute,
                after: spec.rampAfterSuccesses,
                max: spec.startsPerMinuteMax,
              }),
        ],
        [
          t("downloads"),
          spec.megabitsPerSecondMax === null
            ? t("downloadsValue", { count: spec.downloadsMax })
            : t("downloadsLimited", { count: spec.downloadsMax, rate: spec.megabitsPerSecondMax }),
        ],
        [t("onError"), t(`error.${spec.onError}`)],
      ]}
    />
  );
}

function Times({ spec }: { readonly spec: CampaignSpec }) {
  const t = useTranslations("campaign.plan");
  const duration = useDurationWords();
  return (
    <Facts
      facts={[
        [t("attempts"), t("attemptsValue", { count: spec.attemptsMax, after: duration(spec.backoffSeconds) })],
        [t("answer"), duration(spec.answerSeconds)],
        [t("firstProgress"), duration(spec.firstProgressSeconds)],
        [t("stall"), duration(spec.stallSeconds)],
        [t("install"), duration(spec.installSeconds)],
        [t("reboot"), duration(spec.rebootSeconds)],
        [t("health"), t("healthValue", { time: duration(spec.healthSeconds), reconnects: spec.reconnectsMax })],
        [t("drift"), t(`driftPolicy.${spec.driftPolicy}`)],
        [t("lost"), duration(spec.lostSeconds)],
        [t("pending"), duration(spec.pendingSecondsMax)],
        [t("straggler"), duration(spec.stragglerSeconds)],
        [t("deadline"), t("deadlineValue", { time: duration(spec.deadlineSeconds) })],
      ]}
    />
  );
}

/** 4 January 2027 is a Monday. */
const MONDAY = Date.UTC(2027, 0, 4);

/** "01:00–05:00, every day", in the time of each site. */
function useWindowText(): (window: UpdateWindow) => string {
  const t = useTranslations("campaign.plan");
  const format = useFormatter();
  const dayName = (day: number): string =>
    format.dateTime(new Date(MONDAY + (day - 1) * 86_400_000), { weekday: "short", timeZone: "UTC" });
  return ({ days, start, end }) =>
    t("window", { start, end, days: days.length === 7 ? t("everyDay") : days.map(dayName).join(", ") });
}
