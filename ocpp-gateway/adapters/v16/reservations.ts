import type { OCPP16 } from "typed-ocpp";
import type { Result } from "@/lib/domain/result";
import type { StationCommand } from "@/lib/domain/station-command";
import type { Fault } from "../../wire/fault";
import type { CommandContext, WireCall } from "../adapter";
import { ourCall } from "../answers";

type ReserveNow = Extract<StationCommand, { readonly type: "ReserveNow" }>;

export function reserveNow(command: ReserveNow, { number }: CommandContext): Result<WireCall, Fault> {
  const { evse, tokenUid, groupUid, expiresAt } = command;
  return ourCall("ocpp1.6", "ReserveNow", {
    connectorId: evse,
    expiryDate: expiresAt,
    idTag: tokenUid,
    reservationId: number,
    ...(groupUid === undefined ? {} : { parentIdTag: groupUid }),
  } satisfies OCPP16.ReserveNowRequest);
}
