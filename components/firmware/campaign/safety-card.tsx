"use client";

import { useTranslations } from "next-intl";
import { Card, CardHeader } from "@/components/ui/card";
import type { CampaignSpec } from "@/lib/domain/firmware/campaign-spec";
import { useDurationWords } from "../duration-words";
import { useWindowWords } from "../spec-rows";
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
  const windows = useWindowWords();
  return (
    <Facts
      facts={[
        [t("windows"), windows(spec.windows)],
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
        [t("overlap"), t(`overlapPolicy.${spec.onOverlap}`)],
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
