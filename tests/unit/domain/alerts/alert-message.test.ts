import { describe, expect, test } from "vitest";
import { type AlertMessage, emailOf } from "@/lib/domain/alerts/alert-message";
import { nextTry } from "@/lib/domain/alerts/delivery-retry";

const ALERT: NonNullable<AlertMessage["alert"]> = {
  id: 7,
  kind: "Offline",
  severity: "Critical",
  state: "Open",
  cause: { type: "Site", name: "Thika Road" },
  openedAt: "2026-11-22T10:00:00.000Z",
  resolvedAt: null,
  resolveReason: null,
  count: 2,
  present: 2,
  concerned: [
    { name: "THIKA-1", detail: "ConnectionCut" },
    { name: "THIKA-2", detail: null },
  ],
};
const message = (told: Partial<AlertMessage> = {}): AlertMessage => ({
  event: "Opened",
  at: "2026-11-22T10:00:05.000Z",
  alert: ALERT,
  ...told,
});

describe("an e-mail", () => {
  test("says in its subject how bad it is, where, and what; and in its text whom it concerns, with a link", () => {
    expect(emailOf(message(), "https://kituo.example.org")).toEqual({
      subject: "Critical: Thika Road: offline (2 concerned)",
      text: [
        "Thika Road: offline (2 concerned)",
        "",
        "Since 2026-11-22T10:00:00.000Z",
        "",
        "THIKA-1: ConnectionCut",
        "THIKA-2",
        "",
        "https://kituo.example.org/alerts/7",
        "",
      ].join("\n"),
    });
  });

  test("says that it is over, and that a silence has ended", () => {
    const resolvedAt = "2026-11-22T11:00:00.000Z";
    const over = emailOf(message({ event: "Resolved", alert: { ...ALERT, resolvedAt } }), null);
    expect(over.subject).toBe("Resolved: Thika Road: offline (2 concerned)");
    expect(over.text).toContain(`Over since ${resolvedAt}`);
    expect(over.text).not.toContain("/alerts/");
    expect(emailOf(message({ event: "SilenceEnded" }), null).text).toContain("The silence has ended");
  });

  test("of a test is called one", () => {
    expect(emailOf(message({ event: "Test", alert: null }), null).subject).toBe("Kituo: test message");
  });
});

describe("a message that did not arrive", () => {
  test("is tried again ever more seldom, and given up after a day", () => {
    const tries: number[] = [];
    for (let now: number | null = 0, attempts = 1; now !== null; attempts += 1) {
      tries.push(now / 1000);
      now = nextTry(attempts, 0, now);
    }
    expect(tries.slice(0, 7)).toEqual([0, 10, 40, 160, 760, 2_560, 6_160]);
    expect(tries.at(-1)).toBeLessThanOrEqual(86_400);
    expect(tries.at(-1)).toBeGreaterThan(86_400 - 3_600);
  });
});
