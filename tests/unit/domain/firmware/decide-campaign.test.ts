import { describe, expect, test } from "vitest";
import { decide } from "@/lib/domain/firmware/decide";
import {
  aCampaign,
  accepted,
  ago,
  aJob,
  anAttempt,
  aSnapshot,
  aStation,
  aWave,
  campaignBecomes,
  NOW,
  SPEC,
} from "./snapshot-builders";

const waveChanges = (snapshot: ReturnType<typeof aSnapshot>): readonly unknown[] =>
  decide(snapshot, NOW).flatMap((change) =>
    change.type === "Wave" && change.set.status !== undefined ? [`${change.index} ${change.set.status}`] : [],
  );
const rule = aWave().rule;

describe("a campaign", () => {
  const scheduled = aCampaign({ status: "Scheduled", startAt: NOW });

  test("starts at its time and opens its first wave (C8, W1)", () => {
    const waves = [aWave({ status: "Pending" })];
    const snapshot = aSnapshot({ campaign: scheduled, waves, jobs: [], startProof: "AsApproved" });
    expect(campaignBecomes(snapshot)).toEqual(["Running"]);
    expect(waveChanges(snapshot)).toContain("0 Running");
    expect(campaignBecomes(snapshot, NOW - 1)).toEqual([]);
    expect(campaignBecomes({ ...snapshot, isKilled: true })).toEqual([]);
  });

  test("does not start before it is proved, and stands still where it is not what was approved (I17)", () => {
    const snapshot = aSnapshot({ campaign: scheduled, waves: [aWave({ status: "Pending" })], jobs: [aJob()] });
    expect(decide(snapshot, NOW)).toEqual([]);
    for (const startProof of ["ImageChanged", "ReleaseUnusable", "PlanChanged"] as const) {
      const changes = decide({ ...snapshot, startProof }, NOW);
      const set = { status: "Paused", pauseCause: "NotAsApproved", pauseEvidence: { found: startProof } };
      expect(changes[0]).toMatchObject({ type: "Campaign", set, cause: "NotAsApproved" });
      expect(changes.filter(({ type }) => type !== "Campaign" && type !== "Job")).toEqual([]);
      expect(waveChanges({ ...snapshot, startProof })).toEqual([]);
    }
  });

  test("whose approval is too old wants another one (C7)", () => {
    const campaign = { ...scheduled, approvedAt: ago(SPEC.approvalSecondsMax) };
    const snapshot = aSnapshot({ campaign, startProof: "AsApproved" });
    expect(campaignBecomes(snapshot)).toEqual(["PendingApproval"]);
    expect(decide(snapshot, NOW)).toEqual([
      { type: "Campaign", set: { status: "PendingApproval", approvedAt: null }, cause: "ApprovalExpired" },
    ]);
  });

  test.each([
    ["ErrorBudget", { failed: 6 }, {}],
    ["ErrorBudget", { failed: 2, succeeded: 8, total: 100 }, { failuresMax: 9, failureRateMax: 0.1, decidedMin: 10 }],
    ["LostLimit", { failed: 2, lost: 2 }, {}],
  ])("stops by itself: %s (C10, W4)", (cause, wave, given) => {
    const snapshot = aSnapshot({ waves: [aWave({ ...wave, rule: { ...rule, ...given } })], jobs: [] });
    expect(campaignBecomes(snapshot)).toEqual([`Paused ${cause}`]);
  });

  test("does not stop again for what somebody accepted, but for what came since", () => {
    const campaign = aCampaign({ failBase: 6, lostBase: 2, succeededBase: 2 });
    const wave = aWave({ total: 40, failed: 6, lost: 2, succeeded: 2 });
    expect(campaignBecomes(aSnapshot({ campaign, waves: [wave], jobs: [] }))).toEqual([]);
    expect(campaignBecomes(aSnapshot({ campaign, waves: [{ ...wave, failed: 12 }], jobs: [] }))).toEqual([
      "Paused ErrorBudget",
    ]);
  });

  test("aborts instead where that was wanted, and cuts downloads", () => {
    const campaign = aCampaign({ spec: { ...SPEC, onError: "Abort" } });
    const jobs = [aJob({ status: "InProgress", attempts: 1, attempt: accepted({ phase: "Downloading" }) })];
    const changes = decide(aSnapshot({ campaign, waves: [aWave({ failed: 6, active: 1 })], jobs }), NOW);
    expect(changes).toContainEqual(expect.objectContaining({ set: expect.objectContaining({ status: "Aborting" }) }));
    expect(changes).toContainEqual({ type: "RevokeGrant", attemptId: "a1" });
  });

  test("stops when five downloads fail within ten minutes, and at once for all when rollouts are stopped", () => {
    expect(campaignBecomes(aSnapshot({ downloadFailuresLately: 4 }))).toEqual([]);
    expect(campaignBecomes(aSnapshot({ downloadFailuresLately: 5 }))).toEqual(["Paused DownloadFailures"]);
    expect(campaignBecomes(aSnapshot({ isKilled: true }))).toEqual(["Paused KillSwitch"]);
  });

  test("takes back what is unsent when it stops (C10)", () => {
    const job = aJob({
      status: "Dispatching",
      attempts: 1,
      attempt: anAttempt({ openedAt: NOW, command: { state: "Pending", sentAt: null } }),
    });
    const changes = decide(aSnapshot({ jobs: [job], downloadFailuresLately: 5 }), NOW);
    expect(changes).toContainEqual({ type: "RevokeCommand", commandId: "c1" });
    expect(changes).toContainEqual(
      expect.objectContaining({ set: expect.objectContaining({ status: "Ready", attempts: 0 }) }),
    );
  });

  test("that stands still remembers a graver cause, so that who resumes it sees that", () => {
    const campaign = aCampaign({ status: "Paused", pauseCause: "Operator" });
    const changes = decide(aSnapshot({ campaign, waves: [aWave({ failed: 2, lost: 2 })], jobs: [] }), NOW);
    expect(changes).toEqual([
      expect.objectContaining({ set: expect.objectContaining({ pauseCause: "LostLimit" }), cause: "LostLimit" }),
    ]);
  });

  test.each([
    ["Success", { succeeded: 9, skipped: 1 }],
    ["Partial", { succeeded: 9, failed: 1 }],
  ])("ends when every wave has passed and no job is open: %s (C15)", (outcome, wave) => {
    const snapshot = aSnapshot({ waves: [aWave({ status: "Passed", ...wave })], jobs: [] });
    expect(campaignBecomes(snapshot)).toEqual([`Completed ${outcome}`]);
    expect(campaignBecomes({ ...snapshot, waves: [aWave({ status: "Passed", succeeded: 9 })] })).toEqual([]);
  });

  test.each([
    ["Aborting", "Aborted"],
    ["Closing", "Completed Partial"],
  ] as const)("%s ends once nothing is in flight (C14)", (status, end) => {
    const campaign = aCampaign({ status });
    const over = aWave({ succeeded: 5, cancelled: 5 });
    expect(campaignBecomes(aSnapshot({ campaign, waves: [over], jobs: [] }))).toEqual([end]);
    const open = aWave({ succeeded: 5, cancelled: 4, active: 1 });
    expect(campaignBecomes(aSnapshot({ campaign, waves: [open], jobs: [] }))).toEqual([]);
  });
});

describe("a wave", () => {
  const late = aJob({ readyAt: ago(SPEC.stragglerSeconds), station: aStation({ isOnline: false }) });

  test("soaks when all of it is over and enough succeeded; those out of reach no longer hold it up (W2)", () => {
    expect(waveChanges(aSnapshot({ waves: [aWave({ succeeded: 10 })], jobs: [] }))).toEqual(["0 Soaking"]);
    expect(waveChanges(aSnapshot({ waves: [aWave({ succeeded: 9 })], jobs: [late] }))).toEqual(["0 Soaking"]);
    const recent = { ...late, readyAt: ago(SPEC.stragglerSeconds - 1) };
    expect(waveChanges(aSnapshot({ waves: [aWave({ succeeded: 9 })], jobs: [recent] }))).toEqual([]);
  });

  test("is held where too few did, or none could show anything (W3)", () => {
    const missed = aSnapshot({ waves: [aWave({ succeeded: 9, failed: 1 })], jobs: [] });
    expect(waveChanges(missed)).toEqual(["0 Held"]);
    expect(campaignBecomes(missed)).toEqual(["Paused WaveHeld"]);
    expect(waveChanges(aSnapshot({ waves: [aWave({ expired: 10 })], jobs: [] }))).toEqual(["0 Held"]);
    expect(waveChanges(aSnapshot({ waves: [aWave({ skipped: 10 })], jobs: [] }))).toContain("0 Passed");
  });

  const soaking = aWave({ status: "Soaking", succeeded: 10, soakUntil: NOW });
  test("passes when its soak is over, and the next one opens (W5, W1)", () => {
    const waves = [soaking, aWave({ index: 1, status: "Pending" })];
    expect(waveChanges(aSnapshot({ waves, jobs: [] }))).toEqual(["0 Passed", "1 Running"]);
    expect(waveChanges(aSnapshot({ waves: [{ ...soaking, soakUntil: NOW + 1 }], jobs: [] }))).toEqual([]);
  });

  test("with a manual gate waits for somebody (C10)", () => {
    const gated = aWave({ index: 1, status: "Pending", gate: "Manual" });
    expect(campaignBecomes(aSnapshot({ waves: [soaking, gated], jobs: [] }))).toEqual(["Paused ManualGate"]);
    const released = { ...gated, releasedAt: ago(1) };
    expect(waveChanges(aSnapshot({ waves: [soaking, released], jobs: [] }))).toEqual(["0 Passed", "1 Running"]);
  });

  const side = {
    stations: 10,
    stationDays: 20,
    sessions: 100,
    sessionsStarted: 99,
    sessionsInError: 1,
    faults: 0,
    reconnects: 4,
  };
  const compared = { ...soaking, rule: { ...rule, comparesSoak: true } };
  test.each([
    ["Paused SoakRegression", { updated: { ...side, sessionsInError: 20 }, others: side }],
    ["Paused SoakRegression", { updated: { ...side, faults: 9 }, others: side }],
    ["Paused Inconclusive", { updated: { ...side, sessions: 19 }, others: side }],
    ["Paused Inconclusive", null],
  ])("whose soak shows a fault, or too little, is held: %s (W6)", (end, soak) => {
    const snapshot = aSnapshot({ waves: [compared], jobs: [], soak });
    expect(waveChanges(snapshot)).toEqual(["0 Held"]);
    expect(campaignBecomes(snapshot)).toEqual([end]);
  });

  test("as good as the others passes (W5)", () => {
    const others = { ...side, sessionsInError: 2 };
    expect(waveChanges(aSnapshot({ waves: [compared], jobs: [], soak: { updated: side, others } }))).toEqual([
      "0 Passed",
    ]);
    const alone = { ...side, stations: 0, stationDays: 0, sessions: 0 };
    expect(waveChanges(aSnapshot({ waves: [compared], jobs: [], soak: { updated: side, others: alone } }))).toEqual([
      "0 Passed",
    ]);
  });

  test("that was let pass after its soak is not judged again", () => {
    const overridden = { ...compared, overriddenAt: NOW, soakUntil: NOW };
    expect(waveChanges(aSnapshot({ waves: [overridden], jobs: [] }))).toEqual(["0 Passed"]);
  });

  test("leaves late ones behind that are still sent to", () => {
    const waves = [aWave({ status: "Passed", succeeded: 9 }), aWave({ index: 1 })];
    const changes = decide(aSnapshot({ waves, jobs: [aJob({ readyAt: ago(SPEC.stragglerSeconds) })] }), NOW);
    expect(changes).toContainEqual(expect.objectContaining({ type: "OpenAttempt" }));
  });
});
