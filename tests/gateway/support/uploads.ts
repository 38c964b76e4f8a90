import { createHash } from "node:crypto";
import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, expect, vi } from "vitest";
import type { LogJobView } from "@/lib/domain/log-job";
import { readCommand } from "@/lib/services/commands/read-command";
import { listLogs } from "@/lib/services/uploads/list-logs";
import { readFile } from "@/lib/services/uploads/read-file";
import { requestLog } from "@/lib/services/uploads/request-log";
import { startGateway, type TestGateway } from "../../support/gateway";
import { dialAndBoot, type RawStation, type Version, type WireFrame } from "./raw-station";

const LIMITS = { atOnceMax: 24, atOncePerAddressMax: 2, idleMsMax: 1_000, durationMsMax: 60_000 };
export const BYTES_MAX = 3_000_000;

type Asked = { readonly station: RawStation; readonly call: WireFrame; readonly url: string; readonly job: LogJobView };

/** A gateway for a file of tests that takes logs, and stations that are asked for theirs. */
export function uploads() {
  let kituo: TestGateway;
  beforeAll(async () => {
    kituo = await startGateway({ uploads: { bytesMax: BYTES_MAX, keepDays: 90, limits: LIMITS } });
  });
  afterAll(() => kituo.stop());

  let made = 0;
  const aStation = async (version: Version): Promise<RawStation> => {
    made += 1;
    const identity = `UPLOAD-${made}`;
    await kituo.addStation(identity);
    return dialAndBoot(kituo.ocppUrl, identity, version);
  };
  const address = () => ({
    publicUrl: null,
    host: "127.0.0.1",
    ocppPort: Number(new URL(kituo.ocppUrl).port),
    ocppsPort: null,
  });
  const jobOf = async ({ identity }: RawStation): Promise<LogJobView> => {
    const { items } = await listLogs(kituo.ctx, { identity });
    const [job] = items;
    if (job === undefined) throw new Error("no job");
    return job;
  };
  return {
    /** Known once the tests begin. */
    get kituo() {
      return kituo;
    },
    aStation,
    address,
    /** A station that was asked for its diagnostics and has said yes. */
    asked: async (
      version: Version = "1.6",
      { log = "DiagnosticsLog" as "DiagnosticsLog" | "SecurityLog", fileName = "told.log" as string | null } = {},
    ): Promise<Asked> => {
      const station = await aStation(version);
      const { identity } = station;
      const job = await requestLog(kituo.ctx, { identity, log }, address());
      const call = await station.next(([type]) => type === 2);
      const [, messageId, action, payload] = call as [2, string, string, Record<string, unknown>];
      const status = action === "GetLog" ? { status: "Accepted" } : {};
      const name = fileName === null ? {} : action === "GetLog" ? { filename: fileName } : { fileName };
      station.say([3, messageId, { ...status, ...name }]);
      const place =
        action === "GetLog" ? (payload["log"] as Record<string, unknown>)["remoteLocation"] : payload["location"];
      await vi.waitFor(
        async () => expect((await readCommand(kituo.ctx, job.commandId)).answeredAt).not.toBeNull(),
        5_000,
      );
      return { station, call, url: String(place), job };
    },
    jobOf,
    until: (station: RawStation, state: LogJobView["state"]): Promise<LogJobView> =>
      vi.waitFor(async () => {
        const job = await jobOf(station);
        expect(job.state).toBe(state);
        return job;
      }, 8_000),
    contentOf: async (fileId: string): Promise<Buffer> => {
      const pieces: Uint8Array[] = [];
      for await (const piece of (await readFile(kituo.ctx, fileId)).content()) pieces.push(piece);
      return Buffer.concat(pieces);
    },
  };
}

export const sha256 = (data: Buffer | string): string => createHash("sha256").update(data).digest("hex");

export const put = (url: string, body: BodyInit, init: RequestInit = {}): Promise<Response> =>
  fetch(url, { method: "PUT", body, ...init });

/** A socket that says what it is told, and what came back on it. */
export async function rawSocket(url: string): Promise<{ readonly socket: Socket; readonly heard: () => string }> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let heard = "";
  socket.on("data", (data) => (heard += data.toString()));
  socket.on("error", () => undefined);
  await new Promise((resolve) => socket.once("connect", resolve));
  return { socket, heard: () => heard };
}
export const head = (url: string, ...lines: readonly string[]): string =>
  [`PUT ${new URL(url).pathname} HTTP/1.1`, `Host: ${new URL(url).host}`, ...lines, "", ""].join("\r\n");

/** The bystander: another station's call is answered, and soon. */
export async function expectServed(station: RawStation): Promise<void> {
  const before = performance.now();
  expect(await station.ask("Heartbeat", {})).toMatchObject([3, expect.anything(), { currentTime: expect.any(String) }]);
  expect(performance.now() - before).toBeLessThan(2_000);
}
