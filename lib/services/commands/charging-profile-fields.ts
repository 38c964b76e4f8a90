import { z } from "zod";
import { PROFILE_PURPOSES } from "@/lib/domain/charging-profile";

const numberMax = 2_147_483_647;
const count = z.int().min(0).max(numberMax);
const instant = z.iso.datetime({ offset: true });
/** 1.6 knows one decimal, and a station that gets more refuses the profile. */
const rate = z.number().min(0).max(10_000_000).multipleOf(0.1);

const period = z.strictObject({
  startSeconds: count,
  limit: rate,
  phases: z.int().min(1).max(3).optional(),
});

const schedule = z.strictObject({
  unit: z.enum(["A", "W"]),
  startAt: instant.optional(),
  durationSeconds: count.optional(),
  minChargingRate: rate.optional(),
  periods: z
    .array(period)
    .min(1)
    .max(1_024)
    .readonly()
    .refine((periods) => periods[0]?.startSeconds === 0, "The first period starts at 0.")
    .refine(
      (periods) =>
        periods.every((row, index) => index === 0 || row.startSeconds > (periods[index - 1]?.startSeconds ?? 0)),
      "Each period starts after the one before.",
    ),
});

const profileId = z.int().min(1).max(numberMax);

const fields = {
  stackLevel: count,
  purpose: z.enum(PROFILE_PURPOSES),
  kind: z.enum(["Absolute", "Recurring", "Relative"]),
  recurrency: z.enum(["Daily", "Weekly"]).optional(),
  validFrom: instant.optional(),
  validTo: instant.optional(),
  sessionId: z.int().min(1).max(numberMax).optional(),
  schedule,
} as const;

type Ruled = {
  readonly kind: "Absolute" | "Recurring" | "Relative";
  readonly purpose: (typeof PROFILE_PURPOSES)[number];
  readonly recurrency?: string | undefined;
  readonly sessionId?: number | undefined;
  readonly schedule: { readonly startAt?: string | undefined };
};

/** The rules of OCPP that no station need be asked about (K01, 1.6 §3.13). */
const ruled = <Schema extends z.ZodType<Ruled>>(schema: Schema) =>
  schema
    .refine(({ kind, recurrency }) => (kind === "Recurring") === (recurrency !== undefined), {
      path: ["recurrency"],
      message: "A recurring profile says how often, no other does.",
    })
    .refine(({ kind, schedule: { startAt } }) => kind === "Relative" || startAt !== undefined, {
      path: ["schedule", "startAt"],
      message: "Only a relative schedule has no start.",
    })
    .refine(({ kind, schedule: { startAt } }) => kind !== "Relative" || startAt === undefined, {
      path: ["schedule", "startAt"],
      message: "A relative schedule starts with the session.",
    })
    .refine(({ purpose, sessionId }) => purpose === "TxProfile" || sessionId === undefined, {
      path: ["sessionId"],
      message: "Only a TxProfile is for one session.",
    });

/** A charging profile as it is given to us. */
export const chargingProfileSchema = ruled(z.strictObject({ id: profileId, ...fields }));

/** One to be installed: without an id it gets one. */
export const newProfileSchema = ruled(z.strictObject({ id: profileId.optional(), ...fields }));
