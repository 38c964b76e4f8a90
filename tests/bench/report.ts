/** What people read: calm tables, and a word where Kituo is below its aim. */
import type { Rows } from "./books";
import type { FleetResult } from "./fleet";
import type { Ramp } from "./ramp";
import type { Rollout } from "./rollout";
import { YARDSTICK } from "./targets";
import type { Throughput, ThroughputRow } from "./throughput";

/** Kituo's aim in the closed loop, as a share of the yardstick. */
export const AIM = 0.1;

export function throughputTable({ version, callsPerSession, rows, counted }: Throughput): string {
  const cells = rows.map((row) => [
    row.target,
    whole(row.messagesPerSecond),
    tenths(row.latencyMs.p50),
    tenths(row.latencyMs.p95),
    tenths(row.latencyMs.p99),
    whole(serverUs(row)),
    partsOf(row),
    whole(row.processorUs["driver"] ?? null),
    ratioText(row.ratio, row.target === "Kituo"),
  ]);
  const head = ["", "messages/s", "p50 ms", "p95 ms", "p99 ms", "server µs", "of which", "driver µs", `× ${YARDSTICK}`];
  return `Closed loop, OCPP ${version}, ${callsPerSession} calls a session; µs of processor time per message\n${table([head, ...cells], [0, 6])}\n${rowsLine(counted)}`;
}

export function rampTable({ stations, rows }: Ramp): string {
  const cells = rows.map((row) => [row.target, row.kind, whole(row.stationsPerSecond), ratioText(row.ratio, false)]);
  const head = ["", "", "stations/s", `× ${YARDSTICK}`];
  return `Connect ramp, ${stations} stations that connect and boot\n${table([head, ...cells], [0, 1])}`;
}

export function fleetTable({ rows }: FleetResult): string {
  const cells = rows.map((row) => [row.target, whole(row.callsPerSecond), ratioText(row.ratio, false)]);
  return `Simulated fleet, OCPP 1.6\n${table([["", "calls/s", `× ${YARDSTICK}`], ...cells], [0])}`;
}

export function rolloutTable({ stations, inFlight, rows }: Rollout): string {
  const cells = rows.map(({ what, runs, median, longest, aim }) => [
    what,
    whole(runs),
    tenths(median),
    tenths(longest),
    aim === null ? "" : `≤ ${whole(aim)}${median > aim ? " missed" : ""}`,
  ]);
  const head = ["", "runs", "median ms", "longest ms", "aim"];
  return `Firmware campaign, ${stations} stations, ${inFlight} in flight\n${table([head, ...cells], [0, 4])}`;
}

/** Processor time of everything that serves. */
function serverUs({ processorUs }: ThroughputRow): number | null {
  const own = Object.entries(processorUs).filter(([name]) => name !== "driver");
  return own.reduce<number | null>((sum, [, us]) => (sum === null || us === null ? null : sum + us), 0);
}

function partsOf({ processorUs }: ThroughputRow): string {
  const own = Object.entries(processorUs).filter(([name]) => name !== "driver");
  return own.length < 2 ? "" : own.map(([name, us]) => `${name} ${whole(us)}`).join(", ");
}

function rowsLine(counted: readonly Rows[]): string {
  const sum = (table: keyof Rows): string => whole(counted.reduce((total, rows) => total + rows[table], 0));
  return `  rows counted: ${sum("chargingSessions")} sessions, ${sum("sessionEvents")} session events, ${sum("meterValues")} meter values, ${sum("messages")} messages`;
}

function ratioText(ratio: number | null, hasAim: boolean): string {
  if (ratio === null) return "";
  const text = ratio.toFixed(ratio < 0.1 ? 3 : 2);
  return hasAim && ratio < AIM ? `${text} ◄ below ${AIM}` : text;
}

const whole = (value: number | null): string =>
  value === null ? "–" : Math.round(value).toLocaleString("en-US").replaceAll(",", " ");
const tenths = (value: number): string => value.toFixed(1);

/** Columns are as wide as their widest cell; those of `left` begin left. */
function table(lines: readonly (readonly string[])[], left: readonly number[]): string {
  const columns = lines[0]?.map((_, index) => Math.max(...lines.map((cells) => cells[index]?.length ?? 0))) ?? [];
  return lines
    .map((cells) =>
      cells
        .map((cell, index) => {
          const width = columns[index] ?? 0;
          return left.includes(index) ? cell.padEnd(width) : cell.padStart(width);
        })
        .join("   "),
    )
    .map((line) => `  ${line.trimEnd()}`)
    .join("\n");
}
