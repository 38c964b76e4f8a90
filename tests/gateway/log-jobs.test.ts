import { describe, expect, test, vi } from "vitest";
import { readCommand } from "@/lib/services/commands/read-command";
import { listLogs } from "@/lib/services/uploads/list-logs";
import { requestLog } from "@/lib/services/uploads/request-log";
import { VERSIONS } from "./support/raw-station";
import { put, sha256, uploads } from "./support/uploads";

const logs = uploads();

describe("the address a station is given", () => {
  test("is ours, with a secret of 160 bits that is kept nowhere but as its hash", async () => {
    const { station, url, job } = await logs.asked();
    expect(url).toMatch(new RegExp(`^http://127.0.0.1:${logs.address().ocppPort}/uploads/[0-9a-f]{40}/$`));
    const secret = url.split("/").at(-2) ?? "";
    await logs.until(station, "Accepted");
    const messages = await logs.kituo.db.messageLog.findMany({ where: { action: "GetDiagnostics" } });
    const kept = JSON.stringify([
      messages.map(({ request }) => request),
      await logs.kituo.db.command.findMany(),
      await logs.kituo.db.upload.findMany(),
      (await logs.kituo.db.auditEntry.findMany()).map(({ details }) => details),
      (await logs.kituo.db.outboxEntry.findMany()).map(({ event }) => event),
    ]);
    expect(messages.length).toBeGreaterThan(0);
    expect(kept).not.toContain(secret);
    expect(await logs.kituo.db.upload.findUnique({ where: { id: job.id } })).toMatchObject({
      secretHash: sha256(secret),
    });
    await station.leave();
  });

  test.each([
    ["1.6", "DiagnosticsLog", "GetDiagnostics"],
    ["1.6", "SecurityLog", "GetLog"],
    ["2.0.1", "DiagnosticsLog", "GetLog"],
    ["2.0.1", "SecurityLog", "GetLog"],
  ] as const)("goes to a station of %s with a %s in a %s", async (version, log, action) => {
    const { station, call } = await logs.asked(version, { log });
    expect(call[2]).toBe(action);
    await station.leave();
  });
});

describe("what a station tells of an upload", () => {
  test.each(VERSIONS)("of %s leads the job from step to step, and the file is the proof", async (version) => {
    const { station, call, url } = await logs.asked(version);
    const tell = (status: string) =>
      version === "1.6"
        ? station.ask("DiagnosticsStatusNotification", { status })
        : station.ask("LogStatusNotification", { status, requestId: (call[3] as { requestId: number }).requestId });
    await tell("Uploading");
    expect((await logs.until(station, "Uploading")).uploadingAt).not.toBeNull();
    await tell("Uploaded");
    expect((await logs.until(station, "Uploaded")).receivedAt).toBeNull();
    await put(url, "log");
    expect((await logs.until(station, "Received")).receivedAt).not.toBeNull();
    await station.leave();
  });

  test.each([
    ["1.6", "DiagnosticsStatusNotification", "UploadFailed"],
    ["1.6", "LogStatusNotification", "PermissionDenied"],
    ["2.0.1", "LogStatusNotification", "UploadFailure"],
    ["2.0.1", "LogStatusNotification", "BadMessage"],
  ] as const)("of %s by %s: %s", async (version, action, status) => {
    const { station } = await logs.asked(version);
    await logs.until(station, "Accepted");
    await station.ask(action, { status });
    expect((await logs.until(station, "UploadFailed")).files).toEqual([]);
    await station.leave();
  });

  test("by number means that very job, without one the newest", async () => {
    const { station, call } = await logs.asked("2.0.1");
    await logs.until(station, "Accepted");
    await requestLog(logs.kituo.ctx, { identity: station.identity, log: "SecurityLog" }, logs.address());
    const [, second] = await station.next(([type]) => type === 2);
    station.say([3, second, { status: "Accepted" }]);
    await station.ask("LogStatusNotification", {
      status: "Uploading",
      requestId: (call[3] as { requestId: number }).requestId,
    });
    await station.ask("LogStatusNotification", { status: "UploadFailure" });
    await vi.waitFor(async () => {
      const { items } = await listLogs(logs.kituo.ctx, { identity: station.identity });
      expect(items.map(({ log, state }) => [log, state])).toEqual([
        ["SecurityLog", "UploadFailed"],
        ["DiagnosticsLog", "Uploading"],
      ]);
    });
    await station.leave();
  });

  test("a newer upload that replaces an older one ends that", async () => {
    const { station } = await logs.asked("2.0.1");
    await logs.until(station, "Accepted");
    await requestLog(logs.kituo.ctx, { identity: station.identity, log: "DiagnosticsLog" }, logs.address());
    const [, second] = await station.next(([type]) => type === 2);
    station.say([3, second, { status: "AcceptedCanceled" }]);
    await vi.waitFor(async () => {
      const { items } = await listLogs(logs.kituo.ctx, { identity: station.identity });
      expect(items.map(({ state }) => state)).toEqual(["Accepted", "Superseded"]);
    });
    await station.leave();
  });

  test("1.6 without a file name has nothing to upload, and the command does not go on waiting", async () => {
    const { station, job } = await logs.asked("1.6", { fileName: null });
    await logs.until(station, "NothingToUpload");
    await vi.waitFor(
      async () => expect((await readCommand(logs.kituo.ctx, job.commandId)).state).toBe("NoEffect"),
      5_000,
    );
    expect((await logs.jobOf(station)).state).toBe("NothingToUpload");
    await station.leave();
  });

  test("a refusal, and a station that cannot", async () => {
    for (const [answer, state] of [
      [[3, { status: "Rejected" }], "Rejected"],
      [[4, "NotSupported", "", {}], "NotSupported"],
      [[4, "InternalError", "out of order", {}], "Failed"],
    ] as const) {
      const station = await logs.aStation("2.0.1");
      await requestLog(logs.kituo.ctx, { identity: station.identity, log: "DiagnosticsLog" }, logs.address());
      const [, id] = await station.next(([type]) => type === 2);
      const [type, ...rest] = answer;
      station.say([type, id, ...rest]);
      expect((await logs.until(station, state)).files).toEqual([]);
      await station.leave();
    }
  });

  test("of one that goes elsewhere is its word alone", async () => {
    const station = await logs.aStation("1.6");
    const { identity } = station;
    const location = "ftp://user:s3cret@files.example.org/in";
    const job = await requestLog(logs.kituo.ctx, { identity, log: "DiagnosticsLog", location }, logs.address());
    const [, id, , payload] = await station.next(([type]) => type === 2);
    expect(payload).toMatchObject({ location });
    station.say([3, id, { fileName: "x.zip" }]);
    await logs.until(station, "Accepted");
    await station.ask("DiagnosticsStatusNotification", { status: "Uploaded" });
    expect(await logs.until(station, "Uploaded")).toMatchObject({ isOurs: false, fileName: "x.zip" });
    await vi.waitFor(async () => expect((await readCommand(logs.kituo.ctx, job.commandId)).state).toBe("Done"), 5_000);
    expect(JSON.stringify(await readCommand(logs.kituo.ctx, job.commandId))).not.toContain("s3cret");
    await station.leave();
  });
});
