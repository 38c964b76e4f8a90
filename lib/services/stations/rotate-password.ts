import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { CommandView } from "@/lib/domain/command-view";
import type { StationCommand } from "@/lib/domain/station-command";
import { toCommandView } from "../commands/command-view";
import { CHANNELS, inTransaction, requirePermission, type ServiceContext, type Tx } from "../context";
import { ServiceError } from "../errors";
import { parseInput } from "../parse-input";
import { readConnectivity } from "./connectivity";
import { findStationOrThrow } from "./find-station";
import { newPassword } from "./new-password";
import { hashPassword } from "./password-hash";

const rotatePasswordInput = z.strictObject({ identity: z.string().min(1).max(255) });

/** Until then it has to be sent; a connected station is told at once. */
const TELL_SECONDS_MAX = 60;

/**
 * Gives a connected station a new password by telling it: no person needs to know it. Both passwords are valid until
 * the station signs in with one of them, or says that it keeps the old one. Not safe to repeat: a second one is a
 * Conflict until the first is decided.
 */
export async function rotatePassword(
  ctx: ServiceContext,
  input: z.input<typeof rotatePasswordInput>,
): Promise<CommandView> {
  requirePermission(ctx, "manage-stations");
  const { identity } = parseInput(rotatePasswordInput, input);
  const password = newPassword();
  const passwordHashNext = await hashPassword(password);

  return inTransaction(ctx, async ({ tx, announce, audit }) => {
    const now = ctx.now();
    const { id: stationId } = await requireTellable(ctx, tx, identity);
    // The condition decides between two that ask at once.
    const { count } = await tx.station.updateMany({
      where: { id: stationId, passwordHashNext: null },
      data: { passwordHashNext, rev: { increment: 1 } },
    });
    const underWay = await tx.command.count({
      where: { stationId, name: "ChangePassword", state: { in: ["Pending", "Sent"] } },
    });
    if (count === 0 || underWay > 0) {
      throw new ServiceError("Conflict", `${identity} has been told a new password and has not signed in since.`);
    }
    const row = await tx.command.create({
      data: {
        id: randomUUID(),
        stationId,
        name: "ChangePassword",
        request: { type: "ChangePassword", password } satisfies StationCommand,
        requestedByKind: ctx.actor.kind,
        requestedById: ctx.actor.id,
        requestedBy: ctx.actor.name,
        createdAt: now,
        expiresAt: new Date(now.getTime() + TELL_SECONDS_MAX * 1000),
      },
    });
    const view = toCommandView(row, identity);
    await announce({ type: "CommandChanged", command: view });
    await audit("RotatePassword", `station:${identity}`, { commandId: row.id });
    await tx.$executeRaw`SELECT pg_notify(${CHANNELS.command}, ${String(stationId)})`;
    return view;
  });
}

async function requireTellable(ctx: ServiceContext, tx: Tx, identity: string): Promise<{ readonly id: number }> {
  const station = await findStationOrThrow(tx, identity);
  if (station.isBlocked) throw new ServiceError("Conflict", `${identity} is blocked.`);
  if (Math.max(station.securityProfile, station.minSecurityProfile) === 3) {
    throw new ServiceError("Conflict", `${identity} signs in by its certificate, not by a password.`);
  }
  const connectivity = (await readConnectivity(tx, [station], ctx.now()))(station);
  if (connectivity.state !== "Connected") {
    throw new ServiceError("Conflict", `${identity} is not connected and cannot be told a new password.`);
  }
  return station;
}
