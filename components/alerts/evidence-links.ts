import type { AlertKind } from "@/lib/domain/alerts/alert-rule";
import type { AlertMemberView } from "@/lib/domain/alerts/alert-view";

export type EvidenceLink = {
  readonly word: "health" | "messages" | "session" | "sessions" | "logs";
  readonly href: string;
};

/** Where more is to be seen of one that an alert is about; the most telling place first. */
export function evidenceLinks(kind: AlertKind, { identity, detail }: AlertMemberView): readonly EvidenceLink[] {
  if (identity === null) return [];
  const charger = `/chargers/${encodeURIComponent(identity)}`;
  const messages: EvidenceLink = { word: "messages", href: `${charger}/messages` };
  const health: EvidenceLink = { word: "health", href: `${charger}/health` };
  const sessions: EvidenceLink = { word: "sessions", href: `/sessions?charger=${encodeURIComponent(identity)}` };
  switch (kind) {
    case "Offline":
    case "Silent":
    case "Flapping":
      return [health, messages];
    case "Fault":
      return [messages, { word: "logs", href: `${charger}/logs` }];
    case "NoEnergy":
      return detail === null ? [sessions, messages] : [{ word: "session", href: `/sessions/${detail}` }, messages];
    case "RefusedStarts":
    case "LowStartSuccess":
      return [messages, sessions];
    case "FailedCommands":
      return [messages];
    case "DiskFull":
    case "CertificateExpiry":
      return [];
  }
}
