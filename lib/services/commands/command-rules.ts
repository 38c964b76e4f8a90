import type { StationCommand } from "@/lib/domain/station-command";
import type { Tx } from "../context";
import { ServiceError } from "../errors";
import { keysPerReadMax } from "../stations/list-settings";

type Asked = {
  readonly stationId: number;
  readonly command: StationCommand;
  readonly now: Date;
};

/** Refuses what would harm the station, or what it cannot do as it told. Throws Invalid. */
export async function requireSendable(tx: Tx, { stationId, command, now }: Asked): Promise<void> {
  if (command.type === "SetChargingProfile") requireRightPlace(command);
  if (command.type === "ReserveNow" && Date.parse(command.expiresAt) <= now.getTime()) {
    throw new ServiceError("Invalid", "A reservation has to end in the future.", "command.expiresAt");
  }
  if (command.type === "GetSettings") await requireFewKeys(tx, stationId, command.keys ?? []);
}

/** Where the norm has a profile of this purpose installed (1.6 §3.13.1, K01.FR.03, K01.FR.38). */
function requireRightPlace({ evse, profile }: Extract<StationCommand, { readonly type: "SetChargingProfile" }>): void {
  if (profile.purpose === "ChargingStationMaxProfile" && evse !== 0) {
    throw new ServiceError("Invalid", "A ChargingStationMaxProfile is for the whole charger: evse 0.", "command.evse");
  }
  if (profile.purpose === "TxProfile" && (evse === 0 || profile.sessionId === undefined)) {
    throw new ServiceError(
      "Invalid",
      "A TxProfile is for one running session on its EVSE.",
      "command.profile.sessionId",
    );
  }
}

/** A station that is named more fails as a whole, or leaves some out (quirk H7). */
async function requireFewKeys(tx: Tx, stationId: number, keys: readonly string[]): Promise<void> {
  const max = keys.length === 0 ? null : await keysPerReadMax(tx, stationId);
  if (max === null || keys.length <= max) return;
  throw new ServiceError(
    "Invalid",
    `This charger answers at most ${max} settings at a time. Name fewer, or none to ask for all.`,
    "command.keys",
  );
}
