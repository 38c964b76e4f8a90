import type { Command } from "@/lib/db/generated/client";
import type { StationCommand } from "@/lib/domain/station-command";
import { keepProfileRequest } from "../charging/keep-profiles";
import type { Tx } from "../context";
import { keepReservationRequest } from "../reservations/keep-reservations";

/** What a command that is to be sent leaves in the books beside its own row, in the same commit. */
export async function keepRequest(tx: Tx, row: Command, command: StationCommand): Promise<void> {
  if (row.state !== "Pending") return;
  if (command.type === "SetChargingProfile") await keepProfileRequest(tx, row, command);
  if (command.type === "ReserveNow") await keepReservationRequest(tx, row, command);
}
