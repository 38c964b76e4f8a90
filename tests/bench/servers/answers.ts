/** What a server without a memory answers: right by the schemas, the same to everybody. */

export function fixedAnswer(version: "1.6" | "2.0.1", action: string): object {
  return (version === "1.6" ? ANSWERS_16 : ANSWERS_201)[action] ?? {};
}

/** Of every station that has one. */
export const BENCH_PASSWORD = "bench-password-0123456789";

export const ACTIONS = [
  "BootNotification",
  "StatusNotification",
  "Authorize",
  "StartTransaction",
  "MeterValues",
  "StopTransaction",
  "TransactionEvent",
  "Heartbeat",
] as const;

const registration = { currentTime: "2025-06-01T12:00:00.000Z", interval: 300, status: "Accepted" };

const ANSWERS_16: Readonly<Record<string, object>> = {
  BootNotification: registration,
  Heartbeat: { currentTime: registration.currentTime },
  Authorize: { idTagInfo: { status: "Accepted" } },
  StartTransaction: { transactionId: 4711, idTagInfo: { status: "Accepted" } },
  StopTransaction: { idTagInfo: { status: "Accepted" } },
};

const ANSWERS_201: Readonly<Record<string, object>> = {
  BootNotification: registration,
  Heartbeat: { currentTime: registration.currentTime },
  Authorize: { idTokenInfo: { status: "Accepted" } },
  TransactionEvent: { idTokenInfo: { status: "Accepted" } },
};
