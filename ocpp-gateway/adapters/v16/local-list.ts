import type { OCPP16 } from "typed-ocpp";
import type { LocalListEntry } from "@/lib/domain/local-list";
import type { Result } from "@/lib/domain/result";
import type { StationCommand } from "@/lib/domain/station-command";
import type { Fault } from "../../wire/fault";
import type { WireCall } from "../adapter";
import { ourCall } from "../answers";
import { ID_TAG_CHARS_MAX, idTagStatus } from "./authorization";

type WireEntry = NonNullable<OCPP16.SendLocalListRequest["localAuthorizationList"]>[number];
type SendLocalList = Extract<StationCommand, { readonly type: "SendLocalList" }>;

/**
 * An empty list is said by leaving it out: a full one clears. A uid that does not fit is left out as well: no 1.6
 * station can read such a card.
 */
export function sendLocalList({ update, version, entries }: SendLocalList): Result<WireCall, Fault> {
  const fitting = entries.filter(({ tokenUid }) => tokenUid.length <= ID_TAG_CHARS_MAX);
  return ourCall("ocpp1.6", "SendLocalList", {
    listVersion: version,
    updateType: update,
    ...(fitting.length === 0 ? {} : { localAuthorizationList: fitting.map(wireEntry) }),
  } satisfies OCPP16.SendLocalListRequest);
}

function wireEntry({ tokenUid, status, expiresAt, groupUid }: LocalListEntry): WireEntry {
  if (status === undefined) return { idTag: tokenUid };
  return {
    idTag: tokenUid,
    idTagInfo: {
      status: idTagStatus(status),
      ...(expiresAt === undefined ? {} : { expiryDate: expiresAt }),
      ...(groupUid === undefined || groupUid.length > ID_TAG_CHARS_MAX ? {} : { parentIdTag: groupUid }),
    },
  };
}
