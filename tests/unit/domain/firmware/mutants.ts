/** Faults that an engine could have, each with the rule that has to find it. */
import type { CampaignChange } from "@/lib/domain/firmware/campaign-change";
import type { CampaignSnapshot, JobFacts } from "@/lib/domain/firmware/campaign-snapshot";
import type { CampaignSpec } from "@/lib/domain/firmware/campaign-spec";
import type { Mutant } from "./world";

const withSpec =
  (set: Partial<CampaignSpec>) =>
  (snapshot: CampaignSnapshot): CampaignSnapshot => ({
    ...snapshot,
    campaign: { ...snapshot.campaign, spec: { ...snapshot.campaign.spec, ...set } },
  });

const withJobs =
  (change: (job: JobFacts) => JobFacts) =>
  (snapshot: CampaignSnapshot): CampaignSnapshot => ({ ...snapshot, jobs: snapshot.jobs.map(change) });

const isRunning = (snapshot: CampaignSnapshot): CampaignSnapshot =>
  snapshot.campaign.status === "Paused"
    ? { ...snapshot, isKilled: false, campaign: { ...snapshot.campaign, status: "Running", pauseCause: null } }
    : snapshot;

const without =
  (type: CampaignChange["type"]) =>
  (changes: readonly CampaignChange[]): readonly CampaignChange[] =>
    changes.filter((change) => change.type !== type);

const isAbort = (change: CampaignChange): boolean =>
  change.type === "Campaign" && (change.set.status === "Aborting" || change.set.status === "Aborted");

/** What was not answered is taken for not sent, and sent again. */
function resend(changes: readonly CampaignChange[], snapshot: CampaignSnapshot): readonly CampaignChange[] {
  return changes.flatMap((change): readonly CampaignChange[] => {
    if (change.type === "Ask") return [];
    if (change.type !== "Job" || change.set.status !== "Reconciling") return [change];
    const attempt = snapshot.jobs.find(({ id }) => id === change.jobId)?.attempt ?? null;
    if (attempt === null) return [change];
    return [
      { type: "CloseAttempt", attemptId: attempt.id, outcome: "NotDelivered" },
      { type: "Job", jobId: change.jobId, set: { status: "Ready" }, cause: "Resend" },
    ];
  });
}

const cannotBeAsked = withJobs((job) => ({
  ...job,
  station: { ...job.station, can: { ...job.station.can, statusTrigger: false } },
}));

export const MUTANTS: readonly (Mutant & { readonly caughtBy: RegExp })[] = [
  {
    name: "an abort takes no unsent command back",
    say: (changes) => (changes.some(isAbort) ? without("RevokeCommand")(changes) : changes),
    caughtBy: /^I5 /,
  },
  {
    name: "there is no limit in flight",
    see: withSpec({ inFlightMax: 99, inFlightPerSiteMax: 99, startsPerMinute: 999, downloadsMax: 99 }),
    caughtBy: /^I1 /,
  },
  {
    name: "the limit of a site is not looked at",
    see: withSpec({ inFlightPerSiteMax: 99 }),
    caughtBy: /^I1 .*one site/,
  },
  { name: "it dispatches while it is paused", see: isRunning, caughtBy: /^I6 / },
  {
    name: "what is not answered is sent again",
    see: cannotBeAsked,
    say: resend,
    caughtBy: /^I3 /,
  },
  { name: "it sends before it marks", sendsBeforeMark: true, caughtBy: /^I[345] / },
  { name: "there is no last moment for sending", ignoresSendBy: true, caughtBy: /^I[35] / },
  {
    name: "the next wave opens although one is held",
    see: (snapshot) => ({
      ...isRunning(snapshot),
      waves: snapshot.waves.map((wave) => (wave.status === "Held" ? { ...wave, status: "Passed" } : wave)),
    }),
    caughtBy: /^I[678] /,
  },
  {
    name: "a job that failed is ready again",
    say: (changes) =>
      changes.flatMap((change): readonly CampaignChange[] =>
        change.type === "Job" && change.set.status === "Failed"
          ? [change, { type: "Job", jobId: change.jobId, set: { status: "Ready" }, cause: "Again" }]
          : [change],
      ),
    caughtBy: /^I9 /,
  },
  { name: "it drains without an obligation", forgetsObligations: true, caughtBy: /obligation|^I14 / },
  { name: "what was drained is never put back", say: without("RestoreDue"), caughtBy: /^I1[34] / },
  { name: "an engine that was replaced goes on writing", isZombie: true, caughtBy: /^I|a .* command is revoked/ },
  { name: "windows are not looked at", see: withSpec({ windows: [], windowLeftSecondsMin: 0 }), caughtBy: /^I15 / },
  { name: "the gateway does not look at sessions again", ignoresSessions: true, caughtBy: /^I16 / },
  { name: "nobody is asked before", see: cannotBeAsked, caughtBy: /^I3 / },
  { name: "the health time is not waited for", see: withSpec({ healthSeconds: 0 }), caughtBy: /^I11 / },
  {
    name: "its word alone is taken for the new version",
    see: withJobs((job) =>
      job.status === "Verifying" ? { ...job, station: { ...job.station, version: "2", isOnline: true } } : job,
    ),
    caughtBy: /^I11 /,
  },
];
