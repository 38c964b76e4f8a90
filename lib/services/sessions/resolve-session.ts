import { z } from "zod";
import type { Prisma } from "@/lib/db/generated/client";
import { needsReview } from "@/lib/domain/session-review";
import { type SessionView, viewOfSession } from "@/lib/domain/session-view";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { parseInput } from "../parse-input";
import { changedMeanwhile, findSessionOrThrow, type SessionWithIdentity, storeDecision } from "./decide-session";

const REGISTER_WH_MAX = 1e12;
const register = z.number().min(0).max(REGISTER_WH_MAX);
const note = z.string().trim().min(1, "Say why.").max(1_000);
/** The revision that was looked at; where it is given and the session has changed since, nothing is decided. */
const rev = z.int().min(0).optional();

export const resolveSessionInput = z.discriminatedUnion("resolution", [
  z.strictObject({ resolution: z.literal("AsTold"), note: note.optional(), rev }),
  z
    .strictObject({
      resolution: z.literal("ByHand"),
      /** Registers at the start and at the end; Wh. */
      meterStartWh: register,
      meterStopWh: register,
      note,
      rev,
    })
    .refine((figures) => figures.meterStopWh >= figures.meterStartWh, {
      path: ["meterStopWh"],
      message: "The register at the end is not below that at the start.",
    }),
  z.strictObject({ resolution: z.literal("NotBillable"), note, rev }),
]);

type Wanted = z.output<typeof resolveSessionInput>;

/**
 * Decides of a session that waits for a person: it is as told, its registers are set by hand, or it is not billed.
 * Safe to repeat: the same decision again changes nothing. Conflict where there is nothing to decide.
 */
export async function resolveSession(
  ctx: ServiceContext,
  id: number,
  input: z.input<typeof resolveSessionInput>,
): Promise<SessionView> {
  requirePermission(ctx, "command");
  const wanted = parseInput(resolveSessionInput, input);
  return inTransaction(ctx, async (unit) => {
    const before = await findSessionOrThrow(unit.tx, id);
    const view = viewOfSession(before, before.station.identity);
    if (isDecided(before, wanted)) return view;
    if (!needsReview(view)) throw new ServiceError("Conflict", `Session ${id} waits for no decision.`);
    if (wanted.rev !== undefined && wanted.rev !== before.rev) throw changedMeanwhile(id);
    return storeDecision(ctx, unit, before, {
      data: { ...figuresOf(wanted), ...signedBy(ctx, wanted) },
      kind: "Resolved",
      action: "ResolveSession",
      details: detailsOf(before, wanted),
    });
  });
}

function isDecided(row: SessionWithIdentity, wanted: Wanted): boolean {
  if (row.resolution !== wanted.resolution || row.resolutionNote !== (wanted.note ?? null)) return false;
  if (wanted.resolution !== "ByHand") return true;
  return row.meterStartWh === wanted.meterStartWh && row.meterStopWh === wanted.meterStopWh;
}

function figuresOf(wanted: Wanted): Prisma.ChargingSessionUpdateManyMutationInput {
  if (wanted.resolution !== "ByHand") return {};
  const { meterStartWh, meterStopWh } = wanted;
  return { meterStartWh, meterStopWh, energyWh: Math.round((meterStopWh - meterStartWh) * 1000) / 1000 };
}

const signedBy = (ctx: ServiceContext, wanted: Wanted): Prisma.ChargingSessionUpdateManyMutationInput => ({
  resolution: wanted.resolution,
  resolutionNote: wanted.note ?? null,
  resolvedBy: ctx.actor.name,
  resolvedAt: ctx.now(),
});

function detailsOf(before: SessionWithIdentity, wanted: Wanted): Prisma.InputJsonObject {
  const { rev: _, ...told } = wanted;
  const { meterStartWh, meterStopWh, energyWh } = before;
  return { ...told, note: told.note ?? null, before: { meterStartWh, meterStopWh, energyWh } };
}
