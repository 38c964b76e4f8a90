/** How waves open, end and pass (W1–W6). */
import { pause } from "./barrier";
import type { WaveFacts } from "./campaign-snapshot";
import { type Draft, openOf, openWaveOf, secondsFrom, setWave } from "./draft";
import { isStraggler } from "./gates";
import { stepPending } from "./job-waiting";
import { judgeSoak } from "./soak";

/** One step of the waves of a campaign that runs. */
export function stepWaves(draft: Draft): void {
  if (draft.campaign.status !== "Running") return;
  const open = openWaveOf(draft);
  if (open === null) return openNext(draft);
  if (open.status === "Running") endWave(draft, open);
  else if (open.status === "Soaking") endSoak(draft, open);
}

/** W1. The first opens with the start; a manual gate holds the whole campaign until somebody opens it. */
function openNext(draft: Draft): void {
  const waves = [...draft.waves.values()];
  const next = waves.find(({ status }) => status === "Pending");
  if (next === undefined) return;
  const isFirst = waves[0] === next;
  if (!isFirst && next.gate === "Manual" && next.releasedAt === null) {
    return pause(draft, "ManualGate", { wave: next.index });
  }
  setWave(draft, next.index, { set: { status: "Running", openedAt: draft.now }, cause: "WaveOpened" });
  for (const job of draft.jobs.values()) {
    if (job.waveIndex === next.index && job.status === "Pending") stepPending(draft, job);
  }
}

/** W2, W3: over when every job is, but for those that cannot be sent for long. */
function endWave(draft: Draft, wave: WaveFacts): void {
  const late = lateJobs(draft, wave);
  if (openOf(wave) > late) return;
  const verdict = successOf(wave, late);
  const figures = { ...verdict, late };
  if (!verdict.isMet) {
    setWave(draft, wave.index, { set: { status: "Held", verdict: figures }, cause: "SuccessMissed" });
    return pause(draft, "WaveHeld", { wave: wave.index, ...figures });
  }
  setWave(draft, wave.index, { set: soaking(draft, wave), cause: "SuccessMet" });
}

export const lateJobs = (draft: Draft, { index }: WaveFacts): number => {
  let late = 0;
  for (const job of draft.jobs.values()) if (job.waveIndex === index && isStraggler(draft, job)) late += 1;
  return late;
};

/** Where nothing was updated there is nothing to watch. */
export function soaking(draft: Draft, { rule, succeeded }: WaveFacts) {
  const seconds = succeeded > 0 ? rule.soakSeconds : 0;
  return { status: "Soaking", soakUntil: secondsFrom(draft.now, seconds) } as const;
}

/**
 * succeeded / (jobs − skipped − expired), the late ones left out. A wave whose stations were all out of reach has
 * shown nothing: that is no success.
 */
export function successOf(wave: WaveFacts, late: number) {
  const decided = wave.total - wave.skipped - wave.expired - late;
  const share = decided > 0 ? wave.succeeded / decided : null;
  const isMet = share === null ? wave.expired + late === 0 : share >= wave.rule.success;
  return { isMet, succeeded: wave.succeeded, decided, success: wave.rule.success };
}

/** W5, W6. What somebody let pass after its soak is not judged again. */
function endSoak(draft: Draft, wave: WaveFacts): void {
  const { soakUntil, overriddenAt, rule, index } = wave;
  if (soakUntil !== null && draft.now < soakUntil) return;
  const isWaived = overriddenAt !== null && overriddenAt >= (soakUntil ?? 0);
  const isJudged = rule.comparesSoak && wave.succeeded > 0 && !isWaived;
  const verdict = isJudged ? judgeSoak(draft.snapshot.soak) : ({ result: "Pass", found: [] } as const);
  if (verdict.result === "Pass") {
    return setWave(draft, index, { set: { status: "Passed", closedAt: draft.now, verdict }, cause: "SoakOver" });
  }
  const cause = verdict.result === "Fail" ? "SoakRegression" : "Inconclusive";
  setWave(draft, index, { set: { status: "Held", verdict }, cause });
  pause(draft, cause, { wave: index, ...verdict });
}
