import { z } from "zod";
import {
  type CampaignSpec,
  DEFAULT_SPEC,
  OVERLAP_POLICIES,
  SESSION_POLICIES,
  WAVE_RULE,
  type WaveRule,
  type WaveSpec,
} from "@/lib/domain/firmware/campaign-spec";
import { identitySchema, siteIdSchema } from "../stations/station-fields";

const DAY = 86_400;
const STATIONS_MAX = 20_000;

const share = z.number().min(0).max(1);
const seconds = (min: number, max: number) => z.int().min(min).max(max);
const name = z.string().trim().min(1).max(100);
const identities = z.array(identitySchema).min(1).max(STATIONS_MAX).readonly();

/** Every field given has to match. */
const targetsSchema = z.strictObject({
  vendor: z.exactOptional(z.string().trim().min(1).max(50)),
  models: z.exactOptional(z.array(z.string().trim().min(1).max(50)).min(1).max(100).readonly()),
  versions: z.exactOptional(z.array(z.string().trim().min(1).max(50)).min(1).max(200).readonly()),
  siteIds: z.exactOptional(z.array(siteIdSchema).min(1).max(2_000).readonly()),
  tags: z.exactOptional(z.array(z.string().trim().min(1).max(50)).min(1).max(50).readonly()),
  ocppVersions: z.exactOptional(
    z
      .array(z.string().regex(/^ocpp\d+(\.\d+){1,2}$/))
      .min(1)
      .max(10)
      .readonly(),
  ),
  identities: z.exactOptional(identities),
});

const ruleSchema = z.strictObject({
  success: share.default(WAVE_RULE.success),
  failuresMax: z.int().min(0).max(STATIONS_MAX).default(WAVE_RULE.failuresMax),
  failureRateMax: share.nullable().default(WAVE_RULE.failureRateMax),
  decidedMin: z.int().min(1).max(STATIONS_MAX).default(WAVE_RULE.decidedMin),
  lostMax: z.int().min(0).max(STATIONS_MAX).default(WAVE_RULE.lostMax),
  soakSeconds: seconds(0, 30 * DAY).default(WAVE_RULE.soakSeconds),
  comparesSoak: z.boolean().default(WAVE_RULE.comparesSoak),
}) satisfies z.ZodType<WaveRule>;

const waveSchema = z.strictObject({
  name,
  size: z.discriminatedUnion("type", [
    z.strictObject({ type: z.literal("Count"), count: z.int().min(1).max(STATIONS_MAX) }),
    z.strictObject({ type: z.literal("Share"), share: share.refine((part) => part > 0, "More than 0.") }),
    z.strictObject({ type: z.literal("Stations"), identities }),
    z.strictObject({ type: z.literal("Rest") }),
  ]),
  gate: z.enum(["Auto", "Manual"]).default("Auto"),
  rule: ruleSchema.prefault({}),
}) satisfies z.ZodType<WaveSpec>;

const wallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "A time of day is written like 01:00.");

const windowSchema = z.strictObject({
  days: z
    .array(z.int().min(1).max(7))
    .min(1)
    .max(7)
    .refine((days) => new Set(days).size === days.length, "Each day once.")
    .readonly(),
  start: wallTime,
  end: wallTime,
});

/**
 * A spec as it is given: what is left out has its default, and `inFlightMax` follows the number of targets
 * (`completeSpec`). Durations are seconds.
 */
export const specSchema = z
  .strictObject({
    targets: targetsSchema.default({}),
    onOverlap: z.enum(OVERLAP_POLICIES).default(DEFAULT_SPEC.onOverlap),
    waves: z.array(waveSchema).min(1).max(20).readonly().default(DEFAULT_SPEC.waves),
    onError: z.enum(["Pause", "Abort"]).default(DEFAULT_SPEC.onError),
    inFlightMax: z.exactOptional(z.int().min(1).max(1_000)),
    inFlightPerSiteMax: z.int().min(1).max(1_000).default(DEFAULT_SPEC.inFlightPerSiteMax),
    usablePerSiteMin: z.int().min(0).max(1_000).default(DEFAULT_SPEC.usablePerSiteMin),
    startsPerMinute: z.number().min(0.1).max(6_000).default(DEFAULT_SPEC.startsPerMinute),
    rampAfterSuccesses: z.int().min(0).max(STATIONS_MAX).default(DEFAULT_SPEC.rampAfterSuccesses),
    startsPerMinuteMax: z.number().min(0.1).max(6_000).default(DEFAULT_SPEC.startsPerMinuteMax),
    downloadsMax: z.int().min(1).max(1_000).default(DEFAULT_SPEC.downloadsMax),
    megabitsPerSecondMax: z.number().min(0.1).max(100_000).nullable().default(DEFAULT_SPEC.megabitsPerSecondMax),
    windows: z.array(windowSchema).max(20).readonly().default(DEFAULT_SPEC.windows),
    windowLeftSecondsMin: seconds(0, DAY).default(DEFAULT_SPEC.windowLeftSecondsMin),
    sessionPolicy: z.enum(SESSION_POLICIES).default(DEFAULT_SPEC.sessionPolicy),
    attemptsMax: z.int().min(1).max(10).default(DEFAULT_SPEC.attemptsMax),
    backoffSeconds: seconds(1, DAY).default(DEFAULT_SPEC.backoffSeconds),
    backoffSecondsMax: seconds(1, 7 * DAY).default(DEFAULT_SPEC.backoffSecondsMax),
    answerSeconds: seconds(5, 600).default(DEFAULT_SPEC.answerSeconds),
    firstProgressSeconds: seconds(1, DAY).default(DEFAULT_SPEC.firstProgressSeconds),
    stallSeconds: seconds(1, DAY).default(DEFAULT_SPEC.stallSeconds),
    installSeconds: seconds(1, DAY).default(DEFAULT_SPEC.installSeconds),
    rebootSeconds: seconds(1, DAY).default(DEFAULT_SPEC.rebootSeconds),
    lostSeconds: seconds(1, 30 * DAY).default(DEFAULT_SPEC.lostSeconds),
    pendingSecondsMax: seconds(1, 365 * DAY).default(DEFAULT_SPEC.pendingSecondsMax),
    stragglerSeconds: seconds(1, 365 * DAY).default(DEFAULT_SPEC.stragglerSeconds),
    deadlineSeconds: seconds(60, 365 * DAY).default(DEFAULT_SPEC.deadlineSeconds),
    healthSeconds: seconds(0, DAY).default(DEFAULT_SPEC.healthSeconds),
    reconnectsMax: z.int().min(0).max(1_000).default(DEFAULT_SPEC.reconnectsMax),
    driftPolicy: z.enum(["Warn", "Fail"]).default(DEFAULT_SPEC.driftPolicy),
    retries: z.int().min(0).max(20).default(DEFAULT_SPEC.retries),
    retryIntervalSeconds: seconds(1, DAY).default(DEFAULT_SPEC.retryIntervalSeconds),
    approvalSecondsMax: seconds(60, 90 * DAY).default(DEFAULT_SPEC.approvalSecondsMax),
  })
  .superRefine((spec, told) => {
    const wrong = (path: readonly (string | number)[], message: string): void => {
      told.addIssue({ code: "custom", path: [...path], message });
    };
    if (spec.startsPerMinuteMax < spec.startsPerMinute)
      wrong(["startsPerMinuteMax"], "Not less than startsPerMinute, with which it begins.");
    if (spec.backoffSecondsMax < spec.backoffSeconds)
      wrong(["backoffSecondsMax"], "Not less than backoffSeconds, with which it begins.");
    for (const [index, { size }] of spec.waves.entries()) {
      if (size.type === "Rest" && index < spec.waves.length - 1)
        wrong(["waves", index, "size"], "After the rest there is nobody left for another wave.");
    }
    const named = spec.waves.flatMap(({ size }) => (size.type === "Stations" ? size.identities : []));
    if (new Set(named).size < named.length) wrong(["waves"], "A station is named in one wave only, and once.");
  });

export type SpecInput = z.input<typeof specSchema>;
/** A whole spec is one too. */
export type GivenSpec = Omit<CampaignSpec, "inFlightMax"> & { readonly inFlightMax?: number };

/** A stored spec. The verbs alone write it, from parsed input. */
export function storedSpec(spec: unknown): CampaignSpec {
  // Safe: parsed by `specSchema` before it was stored.
  return spec as CampaignSpec; // oxlint-disable-line typescript/no-unsafe-type-assertion
}

/** The same for the rule of a wave, which is part of a spec. */
export function storedRule(rule: unknown): WaveRule {
  // Safe: parsed by `specSchema` before it was stored.
  return rule as WaveRule; // oxlint-disable-line typescript/no-unsafe-type-assertion
}
