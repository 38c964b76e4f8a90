import type { OCPP16 } from "typed-ocpp";
import type { Cancel, Clock } from "./clock";
import type { BootReason, Call, Settings } from "./dialect";
import type { CallOutcome } from "./rpc-client";

/** Both versions answer a boot alike. */
type BootAnswer = OCPP16.BootNotificationResponse;

export type RegistrationState = "Unknown" | BootAnswer["status"];

/**
 * Whether the CSMS has taken this station, and the heartbeats once it has.
 *
 *   Unknown --boot--> Accepted (heartbeats)
 *                 \\-> Pending | Rejected --interval--> boot again
 *
 * It outlives connections: a station that was accepted does not boot again merely because it reconnects.
 */
export type Registration = {
  readonly state: RegistrationState;
  /** The link is up: boots if the CSMS has not accepted this station. */
  connected(): void;
  disconnected(): void;
  /** Forgets the acceptance: after a reset, or when the CSMS says it does not know us. */
  forget(reason: BootReason): void;
  bootNow(reason: BootReason): void;
  beat(): void;
  restartHeartbeats(): void;
};

export function createRegistration(deps: {
  readonly clock: Clock;
  readonly settings: Settings;
  readonly bootCall: (reason: BootReason) => Call;
  readonly call: (call: Call) => Promise<CallOutcome>;
  readonly bootsOnReconnect: boolean;
  readonly followsHeartbeatInterval: boolean;
  /** Overrides the interval that comes with Pending and Rejected. */
  readonly bootRetryMs: number | null;
  /** After a boot that failed or was answered without an interval. */
  readonly fallbackMs: number;
  readonly onAccepted: () => void;
}): Registration {
  const { clock, settings } = deps;
  let state: RegistrationState = "Unknown";
  let nextReason: BootReason = "PowerUp";
  let isBooting = false;
  let cancelBoot: Cancel = () => {};
  let cancelBeat: Cancel = () => {};

  const boot = async (reason: BootReason) => {
    cancelBoot();
    if (isBooting) return;
    isBooting = true;
    const outcome = await deps.call(deps.bootCall(reason));
    isBooting = false;
    if (outcome.type === "Disconnected") return;
    if (outcome.type === "Answered") take(outcome.answer as BootAnswer);
    else bootAgainIn(deps.bootRetryMs ?? deps.fallbackMs);
  };

  const take = ({ status, interval }: BootAnswer) => {
    state = status;
    if (status !== "Accepted") {
      bootAgainIn(deps.bootRetryMs ?? (interval > 0 ? interval * 1000 : deps.fallbackMs));
      return;
    }
    nextReason = "Unknown";
    if (deps.followsHeartbeatInterval && interval > 0) settings.heartbeatMs = interval * 1000;
    accepted();
  };

  const bootAgainIn = (ms: number) => {
    cancelBoot();
    cancelBoot = clock.after(ms, () => void boot(nextReason));
  };

  const accepted = () => {
    scheduleBeat();
    deps.onAccepted();
  };

  const scheduleBeat = () => {
    cancelBeat();
    if (settings.heartbeatMs <= 0) return;
    cancelBeat = clock.after(settings.heartbeatMs, () => {
      beat();
      scheduleBeat();
    });
  };

  const beat = () => void deps.call({ action: "Heartbeat", payload: {} });

  return {
    get state() {
      return state;
    },
    connected() {
      if (state === "Accepted" && !deps.bootsOnReconnect) accepted();
      else void boot(nextReason);
    },
    disconnected() {
      cancelBoot();
      cancelBeat();
    },
    forget(reason) {
      state = "Unknown";
      nextReason = reason;
      cancelBeat();
    },
    bootNow: (reason) => void boot(reason),
    beat,
    restartHeartbeats: scheduleBeat,
  };
}
