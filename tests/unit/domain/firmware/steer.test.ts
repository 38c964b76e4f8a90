import { describe, expect, test } from "vitest";
import type { PauseCause } from "@/lib/domain/firmware/campaign-states";
import { type CampaignOrder, steer } from "@/lib/domain/firmware/steer";
import {
  aCampaign,
  accepted,
  ago,
  aJob,
  anAttempt,
  aSnapshot,
  aStation,
  aWave,
  NOW,
  SPEC,
  typesOf,
} from "./snapshot-builders";

const refusal = (snapshot: ReturnType<typeof aSnapshot>, order: CampaignOrder): string | null => {
  const steered = steer(snapshot, order, NOW);
  return steered.ok ? null : steered.error;
};
const changesOf = (snapshot: ReturnType<typeof aSnapshot>, order: CampaignOrder) => {
  const steered = steer(snapshot, order, NOW);
  if (!steered.ok) throw new Error(steered.error);
  return steered.value;
};
const paused = (pauseCause: PauseCause) => aCampaign({ status: "Paused", pauseCause });
const resume = (given: object = {}): CampaignOrder => ({ type: "Resume", comment: null, isApprover: false, ...given });

describe("an order", () => {
  test("to start is carried out while the approval is good (C8)", () => {
    const campaign = aCampaign({ status: "Scheduled" });
    expect(changesOf(aSnapshot({ campaign }), { type: "Start" })).toEqual([
      {
        type: "Campaign",
        set: { status: "Running", startedAt: NOW, deadlineAt: NOW + SPEC.deadlineSeconds * 1_000 },
        cause: "StartNow",
      },
    ]);
    expect(refusal(aSnapshot({ campaign: { ...campaign, approvedAt: null } }), { type: "Start" })).toBe(
      "ApprovalExpired",
    );
    expect(refusal(aSnapshot({ campaign, isKilled: true }), { type: "Start" })).toBe("Killed");
    expect(refusal(aSnapshot(), { type: "Start" })).toBe("NotScheduled");
  });

  test.each([
    ["Pause", "Operator"],
    ["Kill", "KillSwitch"],
  ] as const)("to stop takes back what is unsent, and nothing else: %s (C9)", (type, pauseCause) => {
    const unsent = aJob({
      status: "Dispatching",
      attempts: 1,
      attempt: anAttempt({ command: { state: "Pending", sentAt: null } }),
    });
    const sent = aJob({ id: "j2", status: "InProgress", attempts: 1, attempt: accepted({ id: "a2" }) });
    const changes = changesOf(aSnapshot({ jobs: [unsent, sent] }), { type });
    expect(typesOf(changes)).toEqual(["Campaign", "RevokeCommand", "CloseAttempt", "Job"]);
    expect(changes[0]).toMatchObject({ set: { status: "Paused", pauseCause } });
    expect(refusal(aSnapshot({ campaign: paused("Operator") }), { type })).toBe("NotRunning");
  });

  test.each([
    ["Operator", {}, null],
    ["ErrorBudget", {}, "CommentNeeded"],
    ["ErrorBudget", { comment: "seen" }, null],
    ["LostLimit", { comment: "seen" }, "ApproverNeeded"],
    ["LostLimit", { comment: "seen", isApprover: true }, null],
    ["ArtifactFailure", { comment: "seen" }, "ApproverNeeded"],
    ["NotAsApproved", { comment: "seen" }, "ApproverNeeded"],
    ["KillSwitch", { comment: " " }, "CommentNeeded"],
  ] as const)("to go on after %s with %o: %s (C11)", (cause, given, expected) => {
    expect(refusal(aSnapshot({ campaign: paused(cause) }), resume(given))).toBe(expected);
  });

  test("to go on accepts what has happened, after a stop of its own (C11)", () => {
    const waves = [aWave({ total: 20, failed: 6, lost: 1, succeeded: 4 })];
    const [change] = changesOf(aSnapshot({ campaign: paused("ErrorBudget"), waves }), resume({ comment: "seen" }));
    expect(change).toMatchObject({ set: { failBase: 6, lostBase: 1, succeededBase: 4, acknowledgedAt: NOW } });
    const [own] = changesOf(aSnapshot({ campaign: paused("Operator"), waves }), resume());
    expect(own).toEqual({
      type: "Campaign",
      set: { status: "Running", pauseCause: null, pauseEvidence: null },
      cause: "Resume",
    });
  });

  test("to go on is refused while a wave is held, a gate is closed or all is stopped", () => {
    const held = aWave({ status: "Held", succeeded: 5, failed: 5 });
    expect(
      refusal(aSnapshot({ campaign: paused("WaveHeld"), waves: [held], jobs: [] }), resume({ comment: "x" })),
    ).toBe("WaveHeld");
    const gate = [aWave({ status: "Passed" }), aWave({ index: 1, status: "Pending", gate: "Manual" })];
    expect(refusal(aSnapshot({ campaign: paused("ManualGate"), waves: gate }), resume())).toBe("GateClosed");
    expect(refusal(aSnapshot({ campaign: paused("Operator"), isKilled: true }), resume())).toBe("Killed");
  });

  test("a soak that told too little begins again when it is resumed", () => {
    const held = aWave({ status: "Held", succeeded: 10, soakUntil: ago(5) });
    const [wave] = changesOf(
      aSnapshot({ campaign: paused("Inconclusive"), waves: [held], jobs: [] }),
      resume({ comment: "x" }),
    );
    expect(wave).toMatchObject({ set: { status: "Soaking", soakUntil: NOW + aWave().rule.soakSeconds * 1_000 } });
  });

  test("to open the gate of the next wave, also ahead of time", () => {
    const waves = [aWave({ status: "Passed" }), aWave({ index: 1, status: "Pending", gate: "Manual" })];
    const waiting = aSnapshot({ campaign: paused("ManualGate"), waves });
    expect(changesOf(waiting, { type: "Release" })).toEqual([
      { type: "Wave", index: 1, set: { releasedAt: NOW }, cause: "GateReleased" },
      expect.objectContaining({ set: { status: "Running", pauseCause: null, pauseEvidence: null } }),
    ]);
    expect(typesOf(changesOf(aSnapshot({ waves: [aWave(), ...waves.slice(1)] }), { type: "Release" }))).toEqual([
      "Wave",
    ]);
    expect(refusal(aSnapshot(), { type: "Release" })).toBe("NoGate");
  });

  test("to let a held wave pass: it soaks first, unless it has (W7)", () => {
    const campaign = paused("WaveHeld");
    const missed = aWave({ status: "Held", succeeded: 5, failed: 5 });
    const override: CampaignOrder = { type: "Override", comment: "known fault" };
    expect(changesOf(aSnapshot({ campaign, waves: [missed], jobs: [] }), override)[0]).toMatchObject({
      set: { status: "Soaking", soakUntil: NOW + aWave().rule.soakSeconds * 1_000, overriddenAt: NOW },
    });
    expect(
      changesOf(aSnapshot({ campaign, waves: [{ ...missed, soakUntil: ago(9) }], jobs: [] }), override)[0],
    ).toEqual({
      type: "Wave",
      index: 0,
      set: { status: "Soaking", overriddenAt: NOW },
      cause: "Overridden",
    });
    expect(refusal(aSnapshot({ campaign, waves: [missed] }), { type: "Override", comment: "" })).toBe("CommentNeeded");
    expect(refusal(aSnapshot(), override)).toBe("NothingHeld");
  });
});

describe("an abort", () => {
  const downloading = aJob({ status: "InProgress", attempts: 1, attempt: accepted({ phase: "Downloading" }) });
  const installing = aJob({
    id: "j2",
    status: "InProgress",
    attempts: 1,
    attempt: accepted({ id: "a2", phase: "Installing" }),
  });
  const plain = aJob({
    ...downloading,
    id: "j3",
    station: aStation({ can: { ...aStation().can, tellsRequestId: false } }),
    attempt: accepted({ id: "a3", phase: "Downloading", isSigned: false }),
  });

  test.each([
    ["CutDownloads", ["RevokeGrant a1", "RevokeGrant a3"]],
    ["LetFinish", []],
    ["Cancel", ["CancelUpdate a1", "RevokeGrant a3"]],
  ] as const)("with %s never touches what installs (C12, §9)", (policy, expected) => {
    const changes = changesOf(aSnapshot({ jobs: [downloading, installing, plain] }), { type: "Abort", policy });
    const cut = changes.flatMap((change) =>
      change.type === "RevokeGrant" || change.type === "CancelUpdate" ? [`${change.type} ${change.attemptId}`] : [],
    );
    expect(cut).toEqual(expected);
    expect(changes[0]).toMatchObject({ set: { status: "Aborting", abortPolicy: policy } });
  });

  test("cancels all that waits, and skips the waves to come (J5, W8)", () => {
    const waves = [aWave(), aWave({ index: 1, status: "Pending" })];
    const jobs = [
      aJob(),
      aJob({ id: "j2", status: "Backoff", notBefore: NOW + 9 }),
      aJob({ id: "j3", status: "Pending", waveIndex: 1 }),
    ];
    const changes = changesOf(aSnapshot({ jobs, waves }), { type: "Abort", policy: "CutDownloads" });
    const cancelled = changes.filter((change) => change.type === "Job" && change.set.status === "Cancelled");
    expect(cancelled).toHaveLength(3);
    expect(changes).toContainEqual(
      expect.objectContaining({ type: "Wave", index: 1, set: { status: "Skipped", closedAt: NOW } }),
    );
  });

  test("of one that did not start is its end, and of one that is over nothing", () => {
    const [change] = changesOf(aSnapshot({ campaign: aCampaign({ status: "Scheduled" }), jobs: [] }), {
      type: "Abort",
      policy: "LetFinish",
    });
    expect(change).toMatchObject({ set: { status: "Aborted", finishedAt: NOW } });
    expect(
      refusal(aSnapshot({ campaign: aCampaign({ status: "Completed" }) }), { type: "Abort", policy: "LetFinish" }),
    ).toBe("Over");
  });
});
