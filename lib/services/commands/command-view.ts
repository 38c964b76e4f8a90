import type { Command } from "@/lib/db/generated/client";
import type { CommandView } from "@/lib/domain/command-view";
import { withoutSecrets } from "@/lib/domain/secret-text";
import { redacted } from "./redacted";

export function toCommandView(row: Command, identity: string): CommandView {
  return {
    id: row.id,
    identity,
    name: row.name,
    request: redacted(row.request),
    state: row.state,
    requestedBy: row.requestedBy,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    sentAt: row.sentAt?.toISOString() ?? null,
    answeredAt: row.answeredAt?.toISOString() ?? null,
    effectDeadlineAt: row.effectDeadlineAt?.toISOString() ?? null,
    settledAt: row.settledAt?.toISOString() ?? null,
    action: row.action,
    answer: redacted(row.answer),
    answerStatus: row.answerStatus,
    errorCode: row.errorCode,
    errorDescription: row.errorDescription === null ? null : withoutSecrets(row.errorDescription),
    sessionId: row.sessionId,
    rev: row.rev,
  };
}
