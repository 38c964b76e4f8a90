/** Replies in the words of 2.x. */
import type { JsonObject } from "@/lib/domain/json";
import { unreachable } from "@/lib/domain/result";
import type { StationReply } from "@/lib/domain/station-message";
import type { Authorization } from "@/lib/domain/token";
import { writeTime } from "../../schemas/time";
import { idTokenInfo } from "./authorization";
import { bootAnswer } from "./boot";

export function writeReply(reply: StationReply): JsonObject {
  switch (reply.type) {
    case "BootAnswered":
      return bootAnswer(reply);
    case "TimeTold":
      return { currentTime: writeTime(reply.now) };
    case "Authorized":
      return { idTokenInfo: idTokenInfo(reply.authorization) };
    case "SessionStartStored":
    case "SessionUpdateStored":
    case "SessionEndStored":
      return transactionAnswer(reply.authorization);
    case "DataTransferAnswered":
    case "CertificateAnswered":
      return { status: reply.status };
    case "Stored":
      return {};
    default:
      return unreachable(reply);
  }
}

/** idTokenInfo answers an idToken, and only that. */
function transactionAnswer(authorization: Authorization | null): JsonObject {
  return authorization === null ? {} : { idTokenInfo: idTokenInfo(authorization) };
}
