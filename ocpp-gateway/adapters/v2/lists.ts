/** Local lists and reservations of 2.x. */
import type { JsonObject } from "@/lib/domain/json";
import type { LocalListEntry } from "@/lib/domain/local-list";
import type { Result } from "@/lib/domain/result";
import type { CommandOf } from "@/lib/domain/station-command";
import type { SchemaVersion } from "../../schemas/load";
import type { Fault } from "../../wire/fault";
import type { CommandContext, WireCall } from "../adapter";
import { ourCall } from "../answers";

const idToken = (uid: string, type: string) => ({ idToken: uid, type });

/** An empty list is said by leaving it out: a full one clears (D01.FR.04). */
export function sendLocalList(
  schema: SchemaVersion,
  { update, version, entries }: CommandOf<"SendLocalList">,
): Result<WireCall, Fault> {
  return ourCall(schema, "SendLocalList", {
    versionNumber: version,
    updateType: update,
    ...(entries.length === 0 ? {} : { localAuthorizationList: entries.map(wireEntry) }),
  });
}

function wireEntry({ tokenUid, tokenType = "Central", status, expiresAt, groupUid }: LocalListEntry): JsonObject {
  const named = { idToken: idToken(tokenUid, tokenType) };
  if (status === undefined) return named;
  return {
    ...named,
    idTokenInfo: {
      status,
      ...(expiresAt === undefined ? {} : { cacheExpiryDateTime: expiresAt }),
      ...(groupUid === undefined ? {} : { groupIdToken: idToken(groupUid, "Central") }),
    },
  };
}

/** EVSE 0 is any: 2.x leaves the field out (H01). */
export function reserveNow(
  schema: SchemaVersion,
  command: CommandOf<"ReserveNow">,
  { number }: CommandContext,
): Result<WireCall, Fault> {
  const { evse, tokenUid, tokenType = "Central", groupUid, expiresAt } = command;
  return ourCall(schema, "ReserveNow", {
    id: number,
    expiryDateTime: expiresAt,
    idToken: idToken(tokenUid, tokenType),
    ...(evse === 0 ? {} : { evseId: evse }),
    ...(groupUid === undefined ? {} : { groupIdToken: idToken(groupUid, "Central") }),
  });
}
