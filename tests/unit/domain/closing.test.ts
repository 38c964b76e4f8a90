import { expect, test } from "vitest";
import { readClosing } from "@/lib/domain/closing";
import { isUnstable } from "@/lib/domain/stability";
import { CLOSE, peerCloseReason, SILENT } from "@/ocpp-gateway/transport/close-reasons";

test("every close of the gateway's own has a word and somebody who did it", () => {
  const told = [...Object.values(CLOSE).map(({ code, reason }) => [code, reason] as const), [1006, SILENT] as const];
  for (const [code, reason] of told) expect(readClosing(code, reason)).toMatchObject({ word: reason });
});

test.each([
  [1008, "Superseded", "Charger", "Superseded"],
  [1001, "ShuttingDown", "Kituo", "ShuttingDown"],
  [null, "GatewayLost", "Kituo", "GatewayLost"],
  [1006, peerCloseReason(1006), "Network", "ConnectionCut"],
  [1006, "Silent", "Network", "Silent"],
  [1000, peerCloseReason(1000), "Charger", "ClosedNormally"],
  [1001, peerCloseReason(1001), "Charger", "ClosedGoingAway"],
  [1005, peerCloseReason(1005), "Charger", "ClosedWithoutReason"],
  [4_000, peerCloseReason(4_000), "Charger", "ClosedOtherwise"],
  [null, null, "Unknown", "ClosedOtherwise"],
])("code %s with %s was closed by %s", (code, reason, by, word) => {
  expect(readClosing(code, reason)).toEqual({ by, word });
});

test("a line is unstable from the third return on", () => {
  expect([0, 2, 3, 9].map(isUnstable)).toEqual([false, false, true, true]);
});
