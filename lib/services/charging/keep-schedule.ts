import type { Command } from "@/lib/db/generated/client";
import { Prisma } from "@/lib/db/generated/client";
import type { CompositeSchedule } from "@/lib/domain/charging-profile";
import type { StationCommand } from "@/lib/domain/station-command";
import type { Tx } from "../context";

type Told = {
  readonly row: Pick<Command, "id" | "stationId">;
  readonly command: Extract<StationCommand, { readonly type: "GetCompositeSchedule" }>;
  readonly schedule: CompositeSchedule | null;
  readonly now: Date;
};

/** The schedule that a station told for an EVSE; the last one counts. */
export async function keepSchedule(tx: Tx, { row, command, schedule, now }: Told): Promise<void> {
  const { stationId } = row;
  const { evse, durationSeconds } = command;
  const told = {
    commandId: row.id,
    durationSeconds,
    schedule: schedule === null ? Prisma.DbNull : JSON.parse(JSON.stringify({ ...schedule, evse })),
    readAt: now,
  };
  await tx.stationSchedule.upsert({
    where: { stationId_evse: { stationId, evse } },
    create: { stationId, evse, ...told },
    update: told,
  });
}
