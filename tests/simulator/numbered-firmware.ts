/** Firmware as 2.x and the security whitepaper of 1.6 both have it: each update has a requestId, and security events. */
import type { OCPP16, OCPP20 } from "typed-ocpp";
import type { Call } from "./dialect";
import type { FirmwareStep, UpdateOrder } from "./firmware";

/** L01.FR.10: each with the requestId, but Idle. */
export const numberedStatus = (status: FirmwareStep | "Idle", requestId: number | null) =>
  ({
    status,
    ...(requestId === null ? {} : { requestId }),
  }) satisfies OCPP16.SignedFirmwareStatusNotificationRequest & OCPP20.FirmwareStatusNotificationRequest;

export const securityEvent = (type: string, at: Date): Call => ({
  action: "SecurityEventNotification",
  payload: { type, timestamp: at.toISOString() } satisfies OCPP16.SecurityEventNotificationRequest &
    OCPP20.SecurityEventNotificationRequest,
});

/** Unsigned where one of certificate and signature is missing, as only 2.x allows. */
export function numberedOrder(request: OCPP16.SignedUpdateFirmwareRequest | OCPP20.UpdateFirmwareRequest): UpdateOrder {
  const { location, retrieveDateTime, installDateTime, signingCertificate, signature } = request.firmware;
  return {
    requestId: request.requestId,
    location,
    retrieveAt: retrieveDateTime,
    installAt: installDateTime ?? null,
    ...triesOf(request),
    signed:
      signingCertificate === undefined || signature === undefined
        ? null
        : { certificate: signingCertificate, signature },
  };
}

type Tries = { readonly retries?: number; readonly retryInterval?: number };

/** The same in every version. */
export const triesOf = ({ retries, retryInterval }: Tries): Pick<UpdateOrder, "retries" | "retryIntervalSeconds"> => ({
  retries: retries ?? null,
  retryIntervalSeconds: retryInterval ?? null,
});
