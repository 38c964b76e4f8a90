import type { OCPP16 } from "typed-ocpp";
import type { Authorization, AuthorizationStatus, TokenPresented } from "@/lib/domain/token";
import { writeTime } from "../../schemas/time";

/** 1.6 does not tell the kind of an idTag; nearly all are the UID of an RFID card. */
export const tokenOf = (idTag: string): TokenPresented => ({ uid: idTag, type: "ISO14443" });

export const ID_TAG_CHARS_MAX = 20;

type WireStatus = OCPP16.AuthorizeResponse["idTagInfo"]["status"];

/** 1.6 has one word for unknown and invalid, and none for credit or hours: such a card is blocked, until the end that goes with it. */
export function idTagStatus(status: AuthorizationStatus): WireStatus {
  if (status === "Unknown") return "Invalid";
  return status === "NoCredit" || status === "NotAtThisTime" ? "Blocked" : status;
}

/** IdTagInfo. A group that does not fit is left out: cut, it would be another group. */
export function idTagInfo({ status, groupId, expiresAt }: Authorization): OCPP16.AuthorizeResponse["idTagInfo"] {
  return {
    status: idTagStatus(status),
    ...(expiresAt === null ? {} : { expiryDate: writeTime(expiresAt) }),
    ...(groupId === null || groupId.length > ID_TAG_CHARS_MAX ? {} : { parentIdTag: groupId }),
  };
}
