import { Counter, Gauge, Histogram, type Registry } from "prom-client";

/** What the engine of the firmware campaigns counts; told by the gateway that leads, for all of them. */
export const rolloutMetrics = (registers: Registry[]) => ({
  rolloutJobs: new Gauge({
    name: "kituo_fw_jobs",
    help: "Firmware jobs of campaigns that are under way, by campaign and status.",
    labelNames: ["campaign", "status"],
    registers,
  }),
  rolloutInFlight: new Gauge({ name: "kituo_fw_inflight", help: "Stations being updated by campaigns.", registers }),
  rolloutPhaseSeconds: new Histogram({
    name: "kituo_fw_attempt_seconds",
    help: "From the beginning of an update to each phase that its station told of.",
    labelNames: ["phase", "model"],
    buckets: [1, 5, 15, 60, 300, 900, 1_800, 3_600, 14_400],
    registers,
  }),
  rolloutLost: new Counter({
    name: "kituo_fw_lost_total",
    help: "Stations that did not come back from an update.",
    registers,
  }),
  rolloutTickSeconds: new Histogram({
    name: "kituo_fw_tick_seconds",
    help: "One look at all campaigns that are under way.",
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 5],
    registers,
  }),
  rolloutUncertain: new Gauge({
    name: "kituo_fw_uncertain_commands",
    help: "Updates that were sent and whose fate is being found out.",
    registers,
  }),
});
