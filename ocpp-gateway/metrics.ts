import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** What the gateway counts; Prometheus text on the live port's `/metrics`. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "kituo_gateway_" });
  const registers = [registry];
  return {
    registry,
    connections: new Gauge({ name: "kituo_connections", help: "Stations connected to this gateway.", registers }),
    handshakes: new Counter({
      name: "kituo_handshakes_total",
      help: "Handshakes by outcome.",
      labelNames: ["outcome"],
      registers,
    }),
    closes: new Counter({
      name: "kituo_closes_total",
      help: "Closed station sockets by reason.",
      labelNames: ["reason"],
      registers,
    }),
    calls: new Counter({
      name: "kituo_calls_total",
      help: "Calls by direction, action and result.",
      labelNames: ["direction", "action", "result"],
      registers,
    }),
    answerSeconds: new Histogram({
      name: "kituo_answer_seconds",
      help: "From a station's call to our answer.",
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
      registers,
    }),
    badFrames: new Counter({
      name: "kituo_bad_frames_total",
      help: "Frames that were no readable call or answer.",
      labelNames: ["reason"],
      registers,
    }),
    repairs: new Counter({
      name: "kituo_repairs_total",
      help: "Named repairs of sloppy payloads.",
      labelNames: ["repair"],
      registers,
    }),
    throttled: new Counter({
      name: "kituo_throttled_total",
      help: "Times a station's socket was not read for a while, because it sent too much.",
      registers,
    }),
    repeats: new Counter({
      name: "kituo_repeated_calls_total",
      help: "Calls that came again with the same id and content.",
      registers,
    }),
    batches: new Histogram({
      name: "kituo_batch_items",
      help: "Items per group commit.",
      labelNames: ["lane"],
      buckets: [1, 2, 5, 10, 25, 50, 100, 250, 500],
      registers,
    }),
    liveSockets: new Gauge({ name: "kituo_live_sockets", help: "Browsers on the live channel.", registers }),
    loopFailures: new Counter({
      name: "kituo_loop_failures_total",
      help: "Failed rounds of background loops; each is retried.",
      labelNames: ["loop"],
      registers,
    }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
