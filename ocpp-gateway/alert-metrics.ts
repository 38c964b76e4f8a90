import { Counter, Gauge, Histogram, type Registry } from "prom-client";

/** What the alerts count; told by the gateway that leads. */
export const alertMetrics = (registers: Registry[]) => ({
  alertsOpen: new Gauge({
    name: "kituo_alerts_open",
    help: "Alerts that are not resolved, by severity.",
    labelNames: ["severity"],
    registers,
  }),
  alertsOpened: new Counter({ name: "kituo_alerts_opened_total", help: "Alerts that were opened.", registers }),
  alertsResolved: new Counter({
    name: "kituo_alerts_resolved_total",
    help: "Alerts that were over by themselves.",
    registers,
  }),
  alertProbes: new Counter({
    name: "kituo_alert_probes_total",
    help: "Stations that were asked before they were called silent.",
    registers,
  }),
  alertDeliveries: new Counter({
    name: "kituo_alert_deliveries_total",
    help: "Tries to tell of an alert, by channel and outcome.",
    labelNames: ["channel", "outcome"],
    registers,
  }),
  alertRoundSeconds: new Histogram({
    name: "kituo_alert_round_seconds",
    help: "One look at everything that the rules want.",
    buckets: [0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 5],
    registers,
  }),
});
