import { expect, test } from "vitest";
import { evidenceLinks } from "@/components/alerts/evidence-links";
import { ALERT_KINDS } from "@/lib/domain/alerts/alert-rule";
import type { AlertMemberView } from "@/lib/domain/alerts/alert-view";

const member = (told: Partial<AlertMemberView> = {}): AlertMemberView => ({
  label: "CP 1",
  identity: "CP 1",
  siteName: null,
  detail: null,
  since: "2026-11-22T10:00:00.000Z",
  joinedAt: "2026-11-22T10:00:00.000Z",
  leftAt: null,
  times: 1,
  ...told,
});

test("whatever happened to a charger, there is a place that tells more; of a disk or a charger that was removed there is none", () => {
  for (const kind of ALERT_KINDS) {
    const isHost = kind === "DiskFull" || kind === "CertificateExpiry";
    expect(evidenceLinks(kind, member()).length > 0).toBe(!isHost);
    expect(evidenceLinks(kind, member({ identity: null }))).toEqual([]);
  }
});

test("a session without energy leads to that session, and an identity is written as an address takes it", () => {
  expect(evidenceLinks("NoEnergy", member({ detail: "17" }))[0]).toEqual({ word: "session", href: "/sessions/17" });
  expect(evidenceLinks("Offline", member())[0]?.href).toBe("/chargers/CP%201/health");
});
