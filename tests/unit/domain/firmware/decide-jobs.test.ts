import { describe, expect, test } from "vitest";
import { decide } from "@/lib/domain/firmware/decide";
import {
  aCampaign,
  accepted,
  ago,
  aJob,
  anAttempt,
  aReport,
  aSnapshot,
  aStation,
  aWave,
  becomes,
  blockerOf,
  campaignBecomes,
  NOW,
  SPEC,
  typesOf,
} from "./snapshot-builders";

const can = (given: object) => ({ ...aStation().can, ...given });
const active = (status: "Dispatching" | "InProgress" | "Reconciling" | "Verifying", given: object = {}) =>
  aJob({ status, attempts: 1, ...given });

describe("before it is sent to", () => {
  test("a job of a wave that opens is ready, and sent to at once (J1, J2)", () => {
    const waves = [aWave({ status: "Pending" })];
    expect(becomes(aJob({ status: "Pending" }), { waves })).toEqual(["Ready", "Dispatching"]);
  });

  test.each([
    ["AlreadyOnTarget", { version: " 2.0 " }],
    ["Decommissioned", { isRemoved: true }],
    ["Incompatible", { model: "B7" }],
    ["Unsupported", { can: can({ plainUpdate: false, signedUpdate: false }) }],
  ])("one that needs none, or cannot have it, is skipped: %s (J1)", (reason, station) => {
    expect(becomes(aJob({ status: "Pending", station: aStation(station) }))).toEqual([`Skipped ${reason}`]);
  });

  test("one that was updated by somebody else meanwhile is skipped (J3)", () => {
    const station = aStation({ version: "2.0" });
    expect(becomes(aJob({ station }))).toEqual(["Skipped AlreadyOnTarget"]);
    expect(becomes(aJob({ status: "Backoff", notBefore: NOW + 1, station }))).toEqual(["Skipped AlreadyOnTarget"]);
  });

  const expiring = { spec: { ...SPEC, pendingSecondsMax: 30 } };
  test.each([
    ["Offline", { isOnline: false }, {}],
    ["NeverIdle", { hasSession: true }, {}],
    ["NoWindow", {}, { windows: [{ days: [2], start: "01:00", end: "02:00" }] }],
  ])("one that is ready for too long expires with what it lacked: %s (J4)", (reason, station, spec) => {
    const campaign = aCampaign({ spec: { ...expiring.spec, ...spec } });
    expect(becomes(aJob({ station: aStation(station) }), { campaign })).toEqual([`Expired ${reason}`]);
  });

  test("one that the queue alone holds up does not expire", () => {
    const campaign = aCampaign({ spec: expiring.spec });
    expect(becomes(aJob(), { campaign, startsLastMinute: 99 })).toEqual([]);
  });

  test("what waits is cancelled at the deadline, with that reason (J5, C13, W8)", () => {
    const campaign = aCampaign({ deadlineAt: NOW });
    const waves = [aWave({ total: 1 }), aWave({ index: 1, status: "Pending", total: 1 })];
    const jobs = [aJob(), aJob({ id: "j2", waveIndex: 1, status: "Pending" })];
    const snapshot = aSnapshot({ campaign, waves, jobs });
    expect(campaignBecomes(snapshot)).toEqual(["Closing", "Completed Partial"]);
    expect(decide(snapshot, NOW)).toContainEqual(
      expect.objectContaining({ jobId: "j2", set: expect.objectContaining({ reason: "DeadlineReached" }) }),
    );
  });

  test("one whose time between two tries is over is ready again, and through all gates (J27)", () => {
    const job = aJob({ status: "Backoff", notBefore: NOW, station: aStation({ isOnline: false }) });
    expect(becomes(job)).toEqual(["Ready"]);
    expect(becomes({ ...job, notBefore: NOW + 1 })).toEqual([]);
  });
});

describe("what keeps a station from being sent to", () => {
  const pluggedIn = [{ evse: 1, connector: 1, status: "Occupied" as const, toldAt: NOW }];
  const nightly = { spec: { ...SPEC, windows: [{ days: [1, 2, 3, 4, 5, 6, 7], start: "01:00", end: "05:00" }] } };
  const soonOver = {
    spec: { ...SPEC, windows: [{ days: [2], start: "11:00", end: "12:30" }], windowLeftSecondsMin: 3_600 },
  };
  test.each([
    ["Offline", { isOnline: false }, {}],
    ["StationLocked", { lock: { reason: "fair" } }, {}],
    ["OtherCampaign", { isInOtherCampaign: true }, {}],
    ["StationBusyUpdating", { isUpdatingByHand: true }, {}],
    ["SessionActive", { hasSession: true }, {}],
    ["PluggedIn", { connectors: pluggedIn }, {}],
    ["Reserved", { connectors: [{ evse: 1, connector: 1, status: "Reserved" as const, toldAt: NOW }] }, {}],
    ["OutsideWindow", {}, { campaign: aCampaign(nightly) }],
    ["WindowTooShort", {}, { campaign: aCampaign(soonOver) }],
    ["KillSwitch", {}, { isKilled: true }],
    ["CampaignPaused", {}, { campaign: aCampaign({ status: "Paused", pauseCause: "Operator" }) }],
    ["InFlightLimit", {}, { waves: [aWave({ active: SPEC.inFlightMax })] }],
    ["SiteLimit", {}, { sites: new Map([[1, { id: 1, stations: 5, usableConnectors: 5, active: 9 }]]) }],
    ["Rate", {}, { startsLastMinute: 10 }],
    ["Bandwidth", {}, { downloads: 5 }],
    ["Asking", { can: can({ statusTrigger: null }) }, {}],
  ])("%s", (blocker, station, given) => {
    const job = aJob({ station: aStation(station) });
    expect(blockerOf(job, given)).toBe(blocker);
    expect(becomes(job, given)).toEqual([]);
  });

  test("the last usable connector of a site is left in service, but for a site that is one station", () => {
    const campaign = aCampaign({ spec: { ...SPEC, usablePerSiteMin: 1 } });
    const site = { id: 1, usableConnectors: 1, active: 0 };
    expect(blockerOf(aJob(), { campaign, sites: new Map([[1, { ...site, stations: 2 }]]) })).toBe("LastUsable");
    expect(becomes(aJob(), { campaign, sites: new Map([[1, { ...site, stations: 1 }]]) })).toEqual(["Dispatching"]);
  });

  test("starts get faster with successes, up to the most", () => {
    const given = (succeeded: number) => ({ waves: [aWave({ total: 999, succeeded })], startsLastMinute: 15 });
    expect(becomes(aJob(), given(49))).toEqual([]);
    expect(becomes(aJob(), given(50))).toEqual(["Dispatching"]);
    expect(becomes(aJob(), { ...given(500), startsLastMinute: 60 })).toEqual([]);
  });

  const askedAt = ago(20);
  const asked = (given: object) => ({
    id: "q",
    what: "FirmwareStatus" as const,
    askedAt,
    state: "Done" as const,
    sentAt: askedAt,
    epoch: 1,
    report: null,
    ...given,
  });
  const report = (status: "Idle" | "Downloading") => ({ id: 1, status, requestId: null, at: ago(19) });
  const station = aStation({ can: can({ statusTrigger: true }) });

  test("it is asked first, and sent to once it says that it does nothing", () => {
    expect(typesOf(decide(aSnapshot({ jobs: [aJob({ station })] }), NOW))).toEqual(["Ask", "Job"]);
    expect(becomes(aJob({ station, ask: asked({ report: report("Idle") }) }))).toEqual(["Dispatching"]);
    expect(blockerOf(aJob({ station, ask: asked({ report: report("Downloading") }) }))).toBe("StationBusyUpdating");
  });

  test("an answer older than the last update there does not count", () => {
    const tried = { ...station, triedAt: ago(10) };
    expect(becomes(aJob({ station: tried, ask: asked({ report: report("Idle") }) }))).toEqual([]);
  });

  test("a question that was lost with its connection is asked again on the next one", () => {
    const lost = asked({ state: "NoAnswer", epoch: 1 });
    const asks = (epoch: number) =>
      typesOf(decide(aSnapshot({ jobs: [aJob({ station: { ...station, epoch }, ask: lost })] }), NOW)).includes("Ask");
    expect(asks(1)).toBe(false);
    expect(asks(2)).toBe(true);
  });

  test("which trigger a 1.6 station lacks is learnt once it is known which one it should have", () => {
    const learns = (known: object) => {
      const tells = { statusTrigger: null, tellsRequestId: false, plainUpdate: null, signedUpdate: null, ...known };
      const job = aJob({ station: { ...station, can: can(tells) }, ask: asked({ state: "NotSupported" }) });
      return decide(aSnapshot({ jobs: [job] }), NOW).filter(({ type }) => type === "Learn");
    };
    expect(learns({})).toEqual([]);
    expect(learns({ plainUpdate: true })).toMatchObject([{ statusTrigger: false }]);
  });

  test("one that cannot be asked is known by it, and sent to (Learn)", () => {
    const job = aJob({
      station: { ...station, can: can({ statusTrigger: null }) },
      ask: asked({ state: "NotSupported" }),
    });
    const changes = decide(aSnapshot({ jobs: [job] }), NOW);
    expect(changes).toContainEqual({ type: "Learn", stationId: 1, statusTrigger: false });
    expect(becomes(job)).toEqual(["Dispatching"]);
  });

  test("not more are asked than there are places for", () => {
    const jobs = Array.from({ length: 8 }, (_, index) => aJob({ id: `j${index}`, station }));
    const campaign = aCampaign({ spec: { ...SPEC, inFlightMax: 3 } });
    const changes = decide(aSnapshot({ jobs, campaign }), NOW);
    expect(changes.filter(({ type }) => type === "Ask")).toHaveLength(3);
  });

  test("under Drain it is taken out of service first, whoever charges, and put back when it must wait (I14)", () => {
    const campaign = aCampaign({ spec: { ...SPEC, sessionPolicy: "Drain" } });
    const charging = aJob({ station: aStation({ hasSession: true }) });
    expect(typesOf(decide(aSnapshot({ campaign, jobs: [charging] }), NOW))).toEqual(["Drain", "Job"]);
    const drained = { id: "o", jobId: "j1", evse: 0, orderedAt: ago(5), isDrained: true, isDue: false, isDone: false };
    expect(becomes(aJob({ station: aStation({ restores: [drained] }) }), { campaign })).toEqual(["Dispatching"]);
    const locked = aJob({ station: aStation({ restores: [drained], lock: { reason: "x" } }) });
    expect(typesOf(decide(aSnapshot({ campaign, jobs: [locked] }), NOW))).toContain("RestoreDue");
  });

  test("a station that waits for sessions by itself may be sent to while one is open", () => {
    const campaign = aCampaign({ spec: { ...SPEC, sessionPolicy: "LetStationWait" } });
    const waits = aStation({ hasSession: true });
    expect(becomes(aJob({ station: waits }), { campaign })).toEqual(["Dispatching"]);
    const plain = { ...waits, can: can({ waitsByItself: false }) };
    expect(blockerOf(aJob({ station: plain }), { campaign })).toBe("SessionActive");
  });
});

describe("until it is answered", () => {
  const dispatching = (command: object, given: object = {}) =>
    active("Dispatching", { attempt: anAttempt({ command }), ...given });

  test.each(["NotSent", "NotConnected", "Expired"])("%s is tried again and not counted (J6)", (state) => {
    const changes = decide(aSnapshot({ jobs: [dispatching({ state })] }), NOW);
    expect(changes).toContainEqual(expect.objectContaining({ type: "CloseAttempt", outcome: "NotDelivered" }));
    expect(changes).toContainEqual(expect.objectContaining({ set: { attempts: 0, undelivered: 1 } }));
    expect(becomes(dispatching({ state }))).toEqual(["Backoff"]);
    expect(becomes(dispatching({ state }, { undelivered: 20 }))).toEqual(["Failed NotDelivered"]);
  });

  test("unsent for too long it is taken back", () => {
    const job = active("Dispatching", {
      attempt: anAttempt({ openedAt: ago(31), command: { state: "Pending", sentAt: null } }),
    });
    expect(typesOf(decide(aSnapshot({ jobs: [job] }), NOW)).slice(0, 2)).toEqual(["RevokeCommand", "CloseAttempt"]);
  });

  test("revoked it is ready again, or cancelled by an end (J7)", () => {
    const campaign = aCampaign({ status: "Paused", pauseCause: "Operator" });
    expect(becomes(dispatching({ state: "Revoked" }), { campaign })).toEqual(["Ready"]);
    const aborting = aCampaign({ status: "Aborting" });
    expect(becomes(dispatching({ state: "Revoked" }), { campaign: aborting })).toEqual(["Cancelled Aborted"]);
  });

  test("an answer, or a status with its number, is progress (J8)", () => {
    expect(becomes(dispatching({ state: "WaitingForEffect", answeredAt: ago(1) }))).toEqual(["InProgress"]);
    const told = active("Dispatching", { attempt: anAttempt({ reports: [aReport("Downloading")] }) });
    expect(becomes(told)).toEqual(["InProgress"]);
    const other = active("Dispatching", {
      attempt: anAttempt({ reports: [aReport("Downloading", { requestId: 3 })] }),
    });
    expect(becomes(other)).toEqual([]);
  });

  test("a foreign update that it cancelled is warned of (J9)", () => {
    const job = dispatching({ state: "Accepted", answerStatus: "AcceptedCanceled", answeredAt: ago(1) });
    expect(decide(aSnapshot({ jobs: [job] }), NOW)).toContainEqual(
      expect.objectContaining({
        type: "Job",
        set: expect.objectContaining({ evidence: { warning: "ForeignUpdateCancelled" } }),
      }),
    );
  });

  test("refused it is tried again, as often as the campaign allows (J10)", () => {
    const refused = dispatching({ state: "Rejected", answerStatus: "Rejected" });
    expect(becomes(refused)).toEqual(["Backoff"]);
    expect(becomes({ ...refused, attempts: 3 })).toEqual(["Failed Refused"]);
  });

  test.each(["InvalidCertificate", "RevokedCertificate"])("%s stops the campaign (J11)", (answerStatus) => {
    const job = dispatching({ state: "Rejected", answerStatus });
    expect(becomes(job)).toEqual([`Failed ${answerStatus}`]);
    expect(campaignBecomes(aSnapshot({ jobs: [job] }))).toEqual(["Paused ArtifactFailure"]);
  });

  test("what it does not know is tried in the other family once, in 1.6 (J12)", () => {
    const station = aStation({ can: can({ tellsRequestId: false }) });
    const plain = active("Dispatching", {
      station,
      attempt: anAttempt({ isSigned: false, command: { state: "NotSupported" } }),
    });
    const changes = decide(aSnapshot({ jobs: [plain] }), NOW);
    expect(changes).toContainEqual({ type: "Learn", stationId: 1, plainUpdate: false });
    expect(changes.at(-1)).toMatchObject({ type: "OpenAttempt", isSigned: true });
    const both = { ...plain, station: aStation({ can: can({ tellsRequestId: false, signedUpdate: false }) }) };
    expect(becomes(both)).toEqual(["Skipped Unsupported"]);
    expect(becomes(dispatching({ state: "NotSupported" }))).toEqual(["Skipped Unsupported"]);
  });

  test("without an answer it is not sent again, but asked (J13)", () => {
    expect(becomes(dispatching({ sentAt: ago(29) }))).toEqual([]);
    const changes = decide(
      aSnapshot({
        jobs: [dispatching({ sentAt: ago(30) }, { station: aStation({ can: can({ statusTrigger: true }) }) })],
      }),
      NOW,
    );
    expect(typesOf(changes)).toEqual(["Attempt", "Job", "Ask"]);
  });
});

describe("while it works", () => {
  const working = (given: Parameters<typeof accepted>[0] = {}, job: object = {}) =>
    active("InProgress", { attempt: accepted(given), ...job });
  const phaseOf = (job: ReturnType<typeof working>) => {
    const found = decide(aSnapshot({ jobs: [job] }), NOW).findLast(
      (change) => change.type === "Attempt" && change.set.phase,
    );
    return found?.type === "Attempt" ? found.set.phase : null;
  };

  test("it goes on with each higher status, and never back (J14, I19)", () => {
    expect(phaseOf(working({ reports: [aReport("Downloading"), aReport("Downloaded", { id: 2 })] }))).toBe(
      "Downloaded",
    );
    expect(phaseOf(working({ phase: "Installing", reports: [aReport("Downloading")] }))).toBeNull();
  });

  test("what our own file server saw counts where it tells nothing", () => {
    const grant = { bytesReached: 10, firstByteAt: ago(8), lastByteAt: ago(2), completedAt: null, isRevoked: false };
    expect(phaseOf(working({ grant }))).toBe("Downloading");
    expect(phaseOf(working({ grant: { ...grant, completedAt: ago(2) } }))).toBe("Downloaded");
  });

  test("a failed download is tried again, a failed install once (J15)", () => {
    const download = working({ reports: [aReport("DownloadFailed")] });
    expect(becomes(download)).toEqual(["Backoff"]);
    expect(becomes({ ...download, attempts: 3 })).toEqual(["Failed DownloadFailed"]);
    const install = working({ reports: [aReport("InstallationFailed")] });
    expect(becomes(install)).toEqual(["Backoff"]);
    expect(becomes({ ...install, past: [{ outcome: "InstallFailed", closedAt: ago(99) }] })).toEqual([
      "Failed InstallFailed",
    ]);
  });

  test("a station that tries the download again by itself has not failed", () => {
    const reports = [aReport("DownloadFailed"), aReport("Downloading", { id: 2 })];
    expect(becomes(working({ phase: "Downloading", reports }))).toEqual([]);
  });

  test.each(["InvalidSignature", "InstallVerificationFailed"] as const)("%s stops the campaign (J16)", (status) => {
    const job = working({ reports: [aReport(status)] });
    expect(becomes(job)).toEqual([`Failed ${status}`]);
    expect(campaignBecomes(aSnapshot({ jobs: [job] }))).toEqual(["Paused ArtifactFailure"]);
  });

  test("Installed, or a boot with the new version, is verified (J17)", () => {
    expect(becomes(working({ reports: [aReport("Installed")] }))).toEqual(["Verifying"]);
    expect(becomes(working({}, { station: aStation({ version: "2.0", bootedAt: ago(1) }) }))).toEqual(["Verifying"]);
  });

  test("a boot with the old version starts the clock of the reboot (J18)", () => {
    const job = working({ phase: "Installing" }, { station: aStation({ bootedAt: ago(3) }) });
    expect(decide(aSnapshot({ jobs: [job] }), NOW)).toContainEqual(
      expect.objectContaining({ type: "Attempt", set: { rebootingAt: ago(3) } }),
    );
  });

  test.each([
    ["Accepted", SPEC.firstProgressSeconds],
    ["Downloading", SPEC.stallSeconds],
    ["InstallScheduled", SPEC.stallSeconds],
    ["Installing", SPEC.installSeconds],
  ] as const)("nothing new for too long in %s: it is asked (J19)", (phase, seconds) => {
    const since = (at: number) =>
      working({ phase, progressAt: at, command: { sentAt: ago(9_000), answeredAt: ago(9_000) } });
    expect(becomes(since(ago(seconds - 1)))).toEqual([]);
    expect(becomes(since(ago(seconds)))).toEqual(["Reconciling"]);
  });
});

describe("while nobody knows", () => {
  const uncertain = (given: object = {}, attempt: Parameters<typeof anAttempt>[0] = {}) =>
    active("Reconciling", {
      station: aStation({ can: can({ statusTrigger: true }) }),
      attempt: anAttempt({ reconcilingAt: ago(60), ...attempt, command: { state: "NoAnswer", sentAt: ago(90) } }),
      ...given,
    });
  const answer = (report: object) => ({
    id: "q",
    what: "FirmwareStatus" as const,
    askedAt: ago(50),
    state: "Done" as const,
    sentAt: ago(50),
    epoch: 1,
    report: { id: 1, status: "Idle" as const, requestId: null, at: ago(49), ...report },
  });

  test("its own number is adopted (J20)", () => {
    expect(becomes(uncertain({}, { reports: [aReport("Downloading")] }))).toEqual(["InProgress"]);
  });

  test("idle with the old version: it never began, and is tried again (J21)", () => {
    expect(becomes(uncertain({ ask: answer({}) }))).toEqual(["Backoff"]);
    expect(becomes(uncertain({ ask: answer({}), attempts: 3 }))).toEqual(["Failed NotStarted"]);
  });

  test("an answer of an older connection proves nothing (J21)", () => {
    expect(becomes(uncertain({ ask: { ...answer({}), epoch: 0 } }))).toEqual([]);
  });

  test("another update there is waited for, as long as an install takes (J22)", () => {
    const foreign = { ask: answer({ status: "Installing", requestId: 99 }) };
    expect(becomes(uncertain(foreign))).toEqual([]);
    const long = { ask: { ...foreign.ask, askedAt: ago(3_601), sentAt: ago(3_601) } };
    const job = uncertain(long, { reconcilingAt: ago(3_602) });
    const attempt =
      job.attempt === null ? null : { ...job.attempt, command: { ...job.attempt.command, sentAt: ago(3_700) } };
    expect(becomes({ ...job, attempt })).toEqual(["Failed ForeignUpdate"]);
  });

  test("off line for too long it is lost, and the campaign stops (J23)", () => {
    const job = uncertain({ station: aStation({ isOnline: false, disconnectedAt: ago(90_000) }) });
    const old =
      job.attempt === null
        ? null
        : { ...job.attempt, progressAt: ago(90_000), command: { ...job.attempt.command, sentAt: ago(90_001) } };
    const lost = { ...job, attempt: old };
    expect(becomes(lost)).toEqual(["Failed Lost"]);
    const waves = [aWave({ rule: { ...aWave().rule, lostMax: 0 } })];
    expect(campaignBecomes(aSnapshot({ jobs: [lost], waves }))).toEqual(["Paused LostLimit"]);
  });

  test("one that cannot be asked, and of which nothing is heard, is not sent to again", () => {
    const station = aStation({ can: can({ statusTrigger: false }) });
    const job = uncertain({ station }, { reconcilingAt: ago(3_600) });
    expect(becomes(job)).toEqual(["Failed NotStarted"]);
  });

  test("one that was lost and came back with the new version keeps its verdict", () => {
    const job = aJob({ status: "Failed", reason: "Lost", station: aStation({ version: "2.0" }) });
    expect(decide(aSnapshot({ jobs: [job] }), NOW)).toEqual([
      { type: "Job", jobId: "j1", set: { lateOutcome: "Recovered", seenVersion: "2.0" }, cause: "LateRecovery" },
    ]);
  });
});

describe("once it is installed", () => {
  const proved = (station: object = {}, given: object = {}) =>
    active("Verifying", {
      verifyingAt: ago(SPEC.healthSeconds),
      phase: "Installed",
      attempt: accepted({
        phase: "Installed",
        rebootingAt: ago(1_000),
        progressAt: ago(1_000),
        command: { sentAt: ago(2_000) },
      }),
      station: aStation({ version: "2.0", bootedAt: ago(950), ...station }),
      ...given,
    });

  test("it has succeeded when it was well for long enough (J24)", () => {
    expect(becomes(proved())).toEqual(["Succeeded"]);
    expect(becomes(proved({}, { verifyingAt: ago(SPEC.healthSeconds - 1) }))).toEqual([]);
  });

  test("the time counts in one piece: from its last connection", () => {
    expect(becomes(proved({ connectedAt: ago(SPEC.healthSeconds - 1) }))).toEqual([]);
    expect(becomes(proved({ connectedAt: ago(SPEC.healthSeconds) }))).toEqual(["Succeeded"]);
  });

  const told = { evse: 1, connector: 1, toldAt: NOW };
  test.each([
    ["faulted", { connectors: [{ ...told, status: "Faulted" as const }] }],
    ["fault in between", { faultsSinceVerifying: 1 }],
    ["flapping", { connectionsSinceVerifying: 3 }],
    ["another serial number", { serialNumber: "other" }],
  ])("%s: unhealthy, and not tried again (J26)", (_, station) => {
    expect(becomes(proved(station))).toEqual(["Failed Unhealthy"]);
  });

  test("a connector that does not come back is waited for a little (H4)", () => {
    expect(becomes(proved({ connectors: [] }))).toEqual([]);
    expect(becomes(proved({ connectors: [] }, { verifyingAt: ago(SPEC.healthSeconds + 60) }))).toEqual([
      "Failed Unhealthy",
    ]);
  });

  test("changed settings are a warning, or a failure where the campaign says so (H6)", () => {
    const drifted = proved({ settings: { HeartbeatInterval: "300" } });
    expect(becomes(drifted)).toEqual(["Succeeded"]);
    const campaign = aCampaign({ spec: { ...SPEC, driftPolicy: "Fail" } });
    expect(becomes(drifted, { campaign })).toEqual(["Failed Unhealthy"]);
  });

  test("what was taken out of service is put back before it counts (H7)", () => {
    const owed = { id: "o", jobId: "j1", evse: 0, orderedAt: ago(5_000), isDrained: true, isDue: true, isDone: false };
    expect(becomes(proved({ restores: [owed] }))).toEqual([]);
    expect(becomes(proved({ restores: [{ ...owed, isDone: true }] }))).toEqual(["Succeeded"]);
  });

  test("the old version when the clock of the reboot ends: asked once, then tried once more (J25)", () => {
    const old = proved({ version: "1.0", bootedAt: ago(9_000) }, { verifyingAt: null });
    const late = old.attempt === null ? null : { ...old.attempt, rebootingAt: ago(SPEC.rebootSeconds) };
    const job = { ...old, attempt: late };
    expect(decide(aSnapshot({ jobs: [job] }), NOW)).toEqual([{ type: "Ask", jobId: "j1", what: "Boot" }]);
    const booted = { ...job, station: { ...job.station, bootedAt: ago(10) } };
    expect(becomes(booted)).toEqual(["Backoff"]);
    const again = { ...booted, past: [{ outcome: "VersionMismatch", closedAt: ago(9_999) }] };
    expect(becomes(again)).toEqual(["Failed VersionMismatch"]);
  });

  test("a station that tells no version passes on its word where that is enough, and is marked (H2)", () => {
    const campaign = aCampaign({ release: { ...aCampaign().release, versionEvidence: "BestEffort" } });
    const changes = decide(aSnapshot({ campaign, jobs: [proved({ version: null })] }), NOW);
    expect(changes.at(-1)).toMatchObject({ set: { status: "Succeeded", isVerified: false } });
    expect(becomes(proved({ version: null }))).toEqual([]);
  });
});
