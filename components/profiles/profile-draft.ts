import { fromWallTime, spanSeconds } from "@/components/form/wall-time";
import type { ProfilePurpose } from "@/lib/domain/charging-profile";
import type { AskableCommand } from "@/lib/domain/station-command";
import type { PeriodDraft } from "./periods-field";

/** What the form holds, as typed. */
export type ProfileDraft = {
  readonly purpose: ProfilePurpose;
  readonly evse: number;
  readonly stackLevel: string;
  /** How it recurs is part of its kind. */
  readonly kind: "Absolute" | "Relative" | "Daily" | "Weekly";
  /** Wall time. */
  readonly startAt: string;
  /** hh:mm; empty = without end. */
  readonly duration: string;
  readonly unit: "A" | "W";
  readonly periods: readonly PeriodDraft[];
};

type Asked = Extract<AskableCommand, { readonly type: "SetChargingProfile" }>["profile"];

/** The profile, or null while something that it needs is missing or no time or number. */
export function toProfile(draft: ProfileDraft, sessionId: number | null): Asked | null {
  const timing = timingOf(draft);
  const periods = periodsOf(draft.periods);
  const stackLevel = numberIn(draft.stackLevel);
  if (timing === null || periods === null || stackLevel === null) return null;
  return {
    stackLevel,
    purpose: draft.purpose,
    ...kindOf(draft.kind),
    ...(sessionId === null ? {} : { sessionId }),
    schedule: { unit: draft.unit, ...timing, periods },
  };
}

function timingOf(draft: ProfileDraft): Pick<Asked["schedule"], "startAt" | "durationSeconds"> | null {
  const startAt = fromWallTime(draft.startAt);
  const durationSeconds = spanSeconds(draft.duration);
  if (draft.kind !== "Relative" && startAt === null) return null;
  if (draft.duration !== "" && durationSeconds === null) return null;
  return {
    ...(draft.kind === "Relative" || startAt === null ? {} : { startAt: new Date(startAt).toISOString() }),
    ...(durationSeconds === null ? {} : { durationSeconds }),
  };
}

function periodsOf(drafts: readonly PeriodDraft[]): Asked["schedule"]["periods"] | null {
  const complete = drafts.flatMap(({ start, limit: typed }) => {
    const startSeconds = spanSeconds(start);
    const limit = numberIn(typed);
    return startSeconds === null || limit === null ? [] : [{ startSeconds, limit }];
  });
  return complete.length < drafts.length ? null : complete.toSorted((a, b) => a.startSeconds - b.startSeconds);
}

function kindOf(kind: ProfileDraft["kind"]): Pick<Asked, "kind" | "recurrency"> {
  return kind === "Daily" || kind === "Weekly" ? { kind: "Recurring", recurrency: kind } : { kind };
}

/** One decimal at most: stations refuse more. */
function numberIn(text: string): number | null {
  const number = text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(number) && number >= 0 ? Math.round(number * 10) / 10 : null;
}
