import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { alertMetrics } from "./alert-metrics";
import { rolloutMetrics } from "./rollout-metrics";

/** What the gateway counts; Prometheus text on the live port's `/metrics`. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "kituo_gateway_" });
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Counter<Label>({ name, help, labelNames: [...labelNames], registers });
  return {
    registry,
    connections: new Gauge({ name: "kituo_connections", help: "Stations connected to this gateway.", registers }),
    liveSockets: new Gauge({ name: "kituo_live_sockets", help: "Browsers on the live channel.", registers }),
    handshakes: counter("kituo_handshakes_total", "Handshakes by outcome.", ["outcome"]),
    closes: counter("kituo_closes_total", "Closed station sockets by reason.", ["reason"]),
    calls: counter("kituo_calls_total", "Calls by direction, action and result.", ["direction", "action", "result"]),
    badFrames: counter("kituo_bad_frames_total", "Frames that were no readable call or answer.", ["reason"]),
    repairs: counter("kituo_repairs_total", "Named repairs of sloppy payloads.", ["repair"]),
    throttled: counter("kituo_throttled_total", "Times a station's socket was not read for a while: it sent too much."),
    repeats: counter("kituo_repeated_calls_total", "Calls that came again with the same id and content."),
    partitionsDropped: counter("kituo_partitions_dropped_total", "Days dropped past their retention.", ["table"]),
    uploads: counter("kituo_uploads_total", "Logs that stations put, by outcome.", ["outcome"]),
    firmwareDownloads: counter("kituo_firmware_downloads_total", "Requests for images, by outcome.", ["outcome"]),
    firmwareBytes: counter("kituo_firmware_bytes_total", "Bytes of images that were sent to stations."),
    loopFailures: counter("kituo_loop_failures_total", "Failed rounds of background loops; each is retried.", ["loop"]),
    answerSeconds: new Histogram({
      name: "kituo_answer_seconds",
      help: "From a station's call to our answer.",
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
      registers,
    }),
    ...rolloutMetrics(registers),
    ...alertMetrics(registers),
    batches: new Histogram({
      name: "kituo_batch_items",
      help: "Items per group commit.",
      labelNames: ["lane"],
      buckets: [1, 2, 5, 10, 25, 50, 100, 250, 500],
      registers,
    }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
