/** Replies in the words of 1.6. */
import type { JsonObject } from "@/lib/domain/json";
import { unreachable } from "@/lib/domain/result";
import type { StationReply } from "@/lib/domain/station-message";
import { writeTime } from "../../schemas/time";
import { idTagInfo } from "./authorization";
import { bootAnswer } from "./boot";
import { startAnswer, stopAnswer } from "./transactions";

export function writeReply(reply: StationReply): JsonObject {
  switch (reply.type) {
    case "BootAnswered":
      return bootAnswer(reply);
    case "TimeTold":
      return { currentTime: writeTime(reply.now) };
    case "Authorized":
      return { idTagInfo: { ...idTagInfo(reply.authorization) } };
    case "SessionStartStored":
      return startAnswer(reply);
    case "SessionEndStored":
      return stopAnswer(reply);
    case "DataTransferAnswered":
    case "CertificateAnswered":
      return { status: reply.status };
    case "SessionUpdateStored":
    case "Stored":
      return {};
    default:
      return unreachable(reply);
  }
}
