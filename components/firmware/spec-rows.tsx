"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { CampaignSpec, TargetFilter, UpdateWindow, WaveSpec } from "@/lib/domain/firmware/campaign-spec";
import { useDurationWords } from "./duration-words";

/** One fact of a spec in words. Two specs differ where their rows of one key do. */
export type SpecRow = { readonly key: string; readonly label: string; readonly text: string };

const NUMBERS = [
  "inFlightMax",
  "inFlightPerSiteMax",
  "usablePerSiteMin",
  "startsPerMinute",
  "startsPerMinuteMax",
  "rampAfterSuccesses",
  "downloadsMax",
] as const;

const COUNTS = ["attemptsMax", "retries", "reconnectsMax"] as const;
const DURATIONS = [
  "backoffSeconds",
  "backoffSecondsMax",
  "retryIntervalSeconds",
  "answerSeconds",
  "firstProgressSeconds",
  "stallSeconds",
  "installSeconds",
  "rebootSeconds",
  "lostSeconds",
  "healthSeconds",
  "pendingSecondsMax",
  "stragglerSeconds",
  "approvalSecondsMax",
] as const;

/** A whole spec in words. `siteNames` by id. */
export function useSpecRows(): (spec: CampaignSpec, siteNames: ReadonlyMap<number, string>) => readonly SpecRow[] {
  const t = useTranslations("firmware.plan");
  const format = useFormatter();
  const duration = useDurationWords();
  const targets = useTargetWords();
  const wave = useWaveRuleWords();
  const windows = useWindowWords();
  return (spec, siteNames) => [
    { key: "targets", label: t("step.targets"), text: targets(spec.targets, siteNames) },
    ...spec.waves.map((one, index) => ({
      key: `wave-${index}`,
      label: t("rollout.waveNumber", { number: index + 1 }),
      text: wave(one, index),
    })),
    { key: "windows", label: t("safety.windows"), text: windows(spec.windows) },
    { key: "windowLeft", label: t("safety.windowLeft"), text: duration(spec.windowLeftSecondsMin) },
    { key: "sessionPolicy", label: t("safety.sessionPolicy"), text: t(`safety.policy.${spec.sessionPolicy}`) },
    { key: "onOverlap", label: t("targets.overlap"), text: t(`targets.overlapOf.${spec.onOverlap}`) },
    { key: "onError", label: t("safety.onError"), text: t(`safety.onErrorOf.${spec.onError}`) },
    { key: "deadline", label: t("safety.deadline"), text: duration(spec.deadlineSeconds) },
    ...NUMBERS.map((key) => ({ key, label: t(`safety.limit.${key}`), text: format.number(spec[key]) })),
    {
      key: "megabits",
      label: t("safety.limit.megabitsPerSecondMax"),
      text: spec.megabitsPerSecondMax === null ? t("noLimit") : format.number(spec.megabitsPerSecondMax),
    },
    ...COUNTS.map((key) => ({ key, label: t(`advanced.field.${key}`), text: format.number(spec[key]) })),
    ...DURATIONS.map((key) => ({ key, label: t(`advanced.field.${key}`), text: duration(spec[key]) })),
    { key: "drift", label: t("advanced.field.driftPolicy"), text: t(`advanced.drift.${spec.driftPolicy}`) },
  ];
}

/** "Models: Wall22; sites: Westlands", or that it is every charger the release is for. */
export function useTargetWords(): (targets: TargetFilter, siteNames: ReadonlyMap<number, string>) => string {
  const t = useTranslations("firmware.plan.targets");
  return ({ models, versions, siteIds, tags, ocppVersions, identities }, siteNames) => {
    const sites = siteIds?.map((id) => siteNames.get(id) ?? String(id));
    const said = [
      [t("models"), models],
      [t("versions"), versions],
      [t("sites"), sites],
      [t("tags"), tags],
      [t("ocpp"), ocppVersions?.map((version) => version.replace("ocpp", ""))],
      [t("identities"), identities === undefined ? undefined : shortened(identities)],
    ] as const;
    const words = said.flatMap(([label, chosen]) => (chosen === undefined ? [] : [`${label}: ${chosen.join(", ")}`]));
    return words.length === 0 ? t("everyone") : words.join("; ");
  };
}

const SHOWN_NAMES = 10;
const shortened = (names: readonly string[]): readonly string[] =>
  names.length <= SHOWN_NAMES ? names : [...names.slice(0, SHOWN_NAMES), `+ ${names.length - SHOWN_NAMES}`];

/** "Canary: 10 chargers. Passes at 100%, watched for 1 day. Stops at the first failure…". */
export function useWaveRuleWords(): (wave: WaveSpec, index: number) => string {
  const t = useTranslations("firmware.plan.rollout");
  const format = useFormatter();
  const duration = useDurationWords();
  const percent = (share: number): string => format.number(share, { style: "percent", maximumFractionDigits: 1 });
  const size = ({ size: wanted }: WaveSpec): string => {
    switch (wanted.type) {
      case "Count":
        return t("sizeText.Count", { count: wanted.count });
      case "Share":
        return t("sizeText.Share", { share: percent(wanted.share) });
      case "Stations":
        return t("sizeText.Stations", { count: wanted.identities.length });
      case "Rest":
        return t("sizeText.Rest");
    }
  };
  return (wave, index) =>
    [
      `${wave.name}: ${size(wave)}`,
      ...(index === 0 ? [] : [t(`gateText.${wave.gate}`)]),
      t("ruleText", { share: percent(wave.rule.success), soak: duration(wave.rule.soakSeconds) }),
      t("budget", {
        failures: wave.rule.failuresMax,
        lost: wave.rule.lostMax,
        rate: wave.rule.failureRateMax === null ? "none" : "some",
        share: percent(wave.rule.failureRateMax ?? 0),
      }),
    ].join(". ");
}

/** "every day 01:00–05:00, site time". */
export function useWindowWords(): (windows: readonly UpdateWindow[]) => string {
  const t = useTranslations("firmware.plan.safety");
  const days = (window: UpdateWindow): string =>
    window.days.length === 7
      ? t("everyDay")
      : window.days
          .map((day) => DAY_KEYS.find((key) => key === String(day)))
          .map((key) => (key === undefined ? "" : t(`day.${key}`)))
          .join(" ");
  return (windows) =>
    windows.length === 0
      ? t("anyTimeShort")
      : t("siteTime", { windows: windows.map((window) => `${days(window)} ${window.start}–${window.end}`).join(", ") });
}

const DAY_KEYS = ["1", "2", "3", "4", "5", "6", "7"] as const;
