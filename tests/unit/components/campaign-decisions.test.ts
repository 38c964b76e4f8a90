import { describe, expect, test } from "vitest";
import { ORDERS } from "@/components/firmware/campaign/campaign-orders";
import { evidenceFacts, pauseFacts } from "@/components/firmware/campaign/evidence-facts";
import { jobFamily, jobStep } from "@/components/firmware/campaign/job-step";
import { decisionsFor, needsApprover, needsComment, needsName } from "@/components/firmware/campaign/pause-decisions";
import { openWave, successShare, waitingOf, waveStep } from "@/components/firmware/campaign/wave-progress";
import { WAVE_RULE } from "@/lib/domain/firmware/campaign-spec";
import { JOB_STATES, PAUSE_CAUSES, type PauseCause } from "@/lib/domain/firmware/campaign-states";
import type { WaveView } from "@/lib/domain/firmware/campaign-view";
import english from "@/lib/i18n/en.json";

describe("a paused campaign", () => {
  test.each(PAUSE_CAUSES)("by %s offers two or three decisions, and giving up is the last of them", (cause) => {
    const decisions = decisionsFor(cause);
    expect(decisions.length === 2 || decisions.length === 3).toBe(true);
    expect(decisions.at(-1)).toBe("Abort");
    expect(new Set(decisions).size).toBe(decisions.length);
  });

  test("whose wave missed its rule is never just resumed: somebody lets it pass, or tries again", () => {
    expect(decisionsFor("WaveHeld")).toEqual(["Override", "RetryFailed", "Abort"]);
    for (const cause of ["SoakRegression", "Inconclusive"] as const) {
      expect(decisionsFor(cause)).toEqual(["Override", "Abort"]);
    }
  });

  test("goes on after a loss or a bad image by an approver alone, and never past a held wave without one", () => {
    const grave = PAUSE_CAUSES.filter((cause) => needsApprover(cause, "Resume"));
    expect(grave).toEqual(["LostLimit", "ArtifactFailure", "NotAsApproved"]);
    for (const cause of PAUSE_CAUSES) expect(needsApprover(cause, "Override")).toBe(true);
    for (const cause of PAUSE_CAUSES) expect(needsApprover(cause, "Abort")).toBe(false);
  });

  test("given up for more than ten chargers wants its name typed; stopping it for now never does", () => {
    expect(ORDERS.filter((order) => needsName(order, { total: 11 }))).toEqual(["Abort"]);
    expect(ORDERS.filter((order) => needsName(order, { total: 10 }))).toEqual([]);
  });

  test("wants a comment for going on against Kituo's judgement, and none for a person's own pause", () => {
    const asked = PAUSE_CAUSES.filter((cause) => needsComment("Resume", cause));
    expect(asked).toEqual(PAUSE_CAUSES.filter((cause) => cause !== "Operator"));
    const always = ORDERS.filter((order) => needsComment(order, null));
    expect(always).toEqual(["Reject", "Override", "Abort"]);
  });

  test.each<PauseCause>([...PAUSE_CAUSES])("by %s has words of its own", (cause) => {
    const { title, text } = english.campaign.pause.cause[cause];
    const others = PAUSE_CAUSES.filter((other) => other !== cause).map((other) => english.campaign.pause.cause[other]);
    expect(others.map((other) => other.title)).not.toContain(title);
    expect(others.map((other) => other.text)).not.toContain(text);
  });
});

describe("evidence", () => {
  test("is told figure by figure: counts, shares, instants, and words", () => {
    expect(evidenceFacts({ failed: 2, needed: 0.95, soakUntil: 0, answer: "Rejected", isSigned: false })).toEqual([
      { name: "failed", value: { type: "Count", count: 2 } },
      { name: "needed", value: { type: "Share", share: 0.95 } },
      { name: "soakUntil", value: { type: "Instant", at: "1970-01-01T00:00:00.000Z" } },
      { name: "answer", value: { type: "Text", text: "Rejected" } },
      { name: "isSigned", value: { type: "Text", text: "no" } },
    ]);
  });

  test("shortens a hash and reads an instant, and leaves out what only machines ask for", () => {
    expect(evidenceFacts({ specHash: "ab".repeat(32), expiresAt: "2026-11-30T00:00:49.320Z", releaseId: "r" })).toEqual(
      [
        { name: "specHash", value: { type: "Text", text: "abababababab" } },
        { name: "expiresAt", value: { type: "Instant", at: "2026-11-30T00:00:49.320Z" } },
      ],
    );
  });

  test("within evidence is told with it; what is empty or said already is left out", () => {
    const facts = evidenceFacts({
      status: "Paused",
      nothing: null,
      none: [],
      pauseEvidence: { failures: 3 },
      connectors: [{ evse: 1, connector: 2 }, "all"],
    });
    expect(facts).toEqual([
      { name: "failures", value: { type: "Count", count: 3 } },
      { name: "connectors", value: { type: "Text", text: "1/2, all" } },
    ]);
  });

  test("of a held wave has its name, and what was reached beside what was needed", () => {
    const evidence = { wave: 1, isMet: false, succeeded: 21, decided: 26, success: 0.95 };
    expect(pauseFacts(evidence, [{ name: "Canary" }, { name: "Wave 1" }])).toEqual([
      { name: "wave", value: { type: "Text", text: "Wave 1" } },
      { name: "share", value: { type: "Share", share: 21 / 26 } },
      { name: "success", value: { type: "Share", share: 0.95 } },
      { name: "succeeded", value: { type: "Count", count: 21 } },
      { name: "decided", value: { type: "Count", count: 26 } },
    ]);
    expect(pauseFacts(null, [])).toEqual([]);
  });

  test("tells checks with what they found, and counts waves from one", () => {
    const checks = [{ check: "Connectors", result: "Failed", found: "Faulted: 1/1" }];
    expect(evidenceFacts({ wave: 0, checks })).toEqual([
      { name: "wave", value: { type: "Count", count: 1 } },
      { name: "checks", value: { type: "Text", text: "Connectors: Faulted: 1/1" } },
    ]);
  });

  test("of nothing is nothing", () => expect(evidenceFacts(null)).toEqual([]));
});

const aWave = (given: Partial<WaveView> = {}): WaveView => ({
  index: 0,
  name: "Canary",
  gate: "Auto",
  rule: WAVE_RULE,
  status: "Pending",
  releasedAt: null,
  overriddenAt: null,
  openedAt: null,
  soakUntil: null,
  closedAt: null,
  verdict: null,
  total: 0,
  active: 0,
  succeeded: 0,
  unverified: 0,
  failed: 0,
  lost: 0,
  skipped: 0,
  expired: 0,
  cancelled: 0,
  ...given,
});

describe("a wave", () => {
  test("counts its share without those that were left out or given up", () => {
    expect(successShare({ total: 12, succeeded: 9, skipped: 1, expired: 1 })).toBe(0.9);
    expect(successShare({ total: 2, succeeded: 0, skipped: 1, expired: 1 })).toBeNull();
  });

  test("that is shut says what it waits for: the one before it, or a hand", () => {
    const before = (status: WaveView["status"]) => [aWave({ status }), aWave({ index: 1, gate: "Manual" })];
    const second = (waves: readonly WaveView[]) => waveStep(waves[1] ?? aWave(), waves);
    expect(waveStep(aWave(), [aWave()])).toEqual({ type: "First" });
    expect(second(before("Soaking"))).toEqual({ type: "Waits", for: "Canary" });
    expect(second(before("Passed"))).toEqual({ type: "WaitsForGate" });
  });

  test("is the open one while it runs, soaks or is held", () => {
    for (const status of ["Running", "Soaking", "Held"] as const) {
      expect(openWave([aWave({ status: "Passed" }), aWave({ index: 1, status })])?.index).toBe(1);
    }
    expect(openWave([aWave({ status: "Passed" }), aWave({ index: 1 })])).toBeNull();
  });

  test("has waiting what is neither over nor in flight", () => {
    const totals = aWave({ total: 20, succeeded: 5, active: 2, failed: 1, skipped: 1, expired: 1, cancelled: 1 });
    expect(waitingOf({ totals })).toBe(9);
  });
});

describe("a charger's update", () => {
  const aJob = {
    status: "Ready",
    reason: null,
    blockedBy: null,
    phase: null,
    lateOutcome: null,
    isVerified: null,
  } as const;

  test("says what it waits for, what it does, and why it ended", () => {
    expect(jobStep({ ...aJob, blockedBy: "SessionActive" })).toEqual({ type: "Blocked", by: "SessionActive" });
    expect(jobStep({ ...aJob, status: "InProgress", phase: "Downloading" })).toEqual({
      type: "Phase",
      phase: "Downloading",
    });
    expect(jobStep({ ...aJob, status: "Failed", reason: "Lost" })).toMatchObject({ type: "Ended", reason: "Lost" });
    expect(jobStep({ ...aJob, status: "Backoff", reason: "Refused" })).toEqual({ type: "Retry", after: "Refused" });
  });

  test("on the charger's own word is not shown as plainly updated", () => {
    const job = { ...aJob, status: "Succeeded", isVerified: false } as const;
    expect(jobStep(job).type).toBe("Unverified");
    expect(jobFamily(job)).toBe("warn");
    expect(jobFamily({ ...job, isVerified: true })).toBe("ready");
  });

  test("that came back late says so instead of that it was lost", () => {
    const job = { ...aJob, status: "Failed", reason: "Lost", lateOutcome: "Recovered" } as const;
    expect(jobStep(job).type).toBe("Recovered");
    expect(jobFamily(job)).toBe("warn");
  });

  test.each(JOB_STATES)("that is %s has words", (status) => {
    expect(english.campaign.status[status]).not.toBe("");
    expect(jobStep({ ...aJob, status }).type).not.toBe("Blocked");
  });
});
