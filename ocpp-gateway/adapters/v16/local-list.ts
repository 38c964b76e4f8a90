import type { OCPP16 } from "typed-ocpp";
import type { LocalListEntry } from "@/lib/domain/local-list";
import type { Result } from "@/lib/domain/result";
import type { StationCommand } from "@/lib/domain/station-command";
import type { Fault } from "../../wire/fault";
import type { WireCall } from "../adapter";
import { ourCall } from "../answers";

type WireEntry = NonNullable<OCPP16.SendLocalListRequest["localAuthorizationList"]>[number];
type SendLocalList = Extract<StationCommand, { readonly type: "SendLocalList" }>;

/** An empty list is said by leaving it out: a full one clears. */
export function sendLocalList({ update, version, entries }: SendLocalList): Result<WireCall, Fault> {
  return ourCall("ocpp1.6", "SendLocalList", {
    listVersion: version,
    updateType: update,
    ...(entries.length === 0 ? {} : { localAuthorizationList: entries.map(wireEntry) }),
  } satisfies OCPP16.SendLocalListRequest);
}

function wireEntry({ tokenUid, status, expiresAt, groupUid }: LocalListEntry): WireEntry {
  if (status === undefined) return { idTag: tokenUid };
  return {
    idTag: tokenUid,
    idTagInfo: {
      status: status === "Unknown" ? "Invalid" : status, // 1.6 has one word for both
      ...(expiresAt === undefined ? {} : { expiryDate: expiresAt }),
      ...(groupUid === undefined ? {} : { parentIdTag: groupUid }),
    },
  };
}
