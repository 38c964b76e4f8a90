import type { OCPP20 } from "typed-ocpp";
import type { Authorization, TokenPresented } from "@/lib/domain/token";
import { writeTime } from "../../schemas/time";

type IdToken = OCPP20.AuthorizeRequest["idToken"];

export const tokenOf = ({ idToken, type }: IdToken): TokenPresented => ({ uid: idToken, type });

const ID_TOKEN_CHARS_MAX = 36;

/** IdTokenInfo. A group that does not fit is left out: cut, it would be another group. */
export function idTokenInfo({ status, groupId, expiresAt }: Authorization) {
  return {
    status,
    ...(expiresAt === null ? {} : { cacheExpiryDateTime: writeTime(expiresAt) }),
    ...(groupId === null || groupId.length > ID_TOKEN_CHARS_MAX
      ? {}
      : { groupIdToken: { idToken: groupId, type: "Central" as const } }),
  } satisfies OCPP20.AuthorizeResponse["idTokenInfo"];
}
