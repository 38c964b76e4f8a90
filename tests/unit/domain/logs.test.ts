import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fileName } from "@/lib/domain/file-name";
import { installedCertificates } from "@/lib/domain/installed-certificates";
import { type LogJobFacts, logJobState } from "@/lib/domain/log-job";
import { actionsOf, triggersOf } from "@/lib/domain/station-actions";
import { adapterFor } from "@/ocpp-gateway/adapters/index";
import { knownActions } from "@/ocpp-gateway/schemas/load";

describe("a file's name", () => {
  test.each([
    ["diag.zip", "diag.zip"],
    ["/var/log/diag.zip", "diag.zip"],
    ["C:\\logs\\diag.zip", "diag.zip"],
    ["../../etc/passwd", "passwd"],
    ["..", null],
    ["", null],
    ["///", null],
    ["...", null],
    [".bashrc", "bashrc"],
    ["a\u0000b\r\n.log", "a_b__.log"],
    ["photo\u202Egpj.exe", "photo_gpj.exe"],
    ['<b>"x"</b>.log', "b_.log"],
    ["Protokoll für Säule 3.txt", "Protokoll für Säule 3.txt"],
    ["記録.log", "記録.log"],
    ["trailing. . ", "trailing"],
    [`${"x".repeat(300)}.tar.gz`, `${"x".repeat(113)}.tar.gz`],
  ])("%j becomes %j", (told, shown) => {
    expect(fileName(told)).toBe(shown);
  });

  test("never leads anywhere, and stays what it is when it is taken twice", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (told) => {
        const name = fileName(told);
        if (name === null) return;
        expect(name).not.toMatch(/[/\\\p{Cc}]|^\./u);
        expect(Array.from(name).length).toBeLessThanOrEqual(120);
        expect(fileName(name)).toBe(name);
      }),
    );
  });
});

describe("how far a log is", () => {
  const state = (facts: Partial<LogJobFacts>) =>
    logJobState({
      commandState: "WaitingForEffect",
      isWaitedFor: true,
      toldStatus: null,
      hasNothing: false,
      isCancelled: false,
      files: [],
      ...facts,
    });

  test.each<[string, Partial<LogJobFacts>]>([
    ["Requested", { commandState: "Pending" }],
    ["Requested", { commandState: "Sent" }],
    ["Accepted", {}],
    ["Accepted", { files: ["BrokenOff"] }],
    ["Uploading", { toldStatus: "Uploading" }],
    ["Uploading", { files: ["Receiving"], toldStatus: "UploadFailure" }],
    ["Uploaded", { toldStatus: "Uploaded" }],
    ["Uploaded", { toldStatus: "Uploaded", commandState: "NoEffect" }],
    ["UploadFailed", { toldStatus: "UploadFailure" }],
    ["UploadFailed", { toldStatus: "PermissionDenied", commandState: "NoEffect" }],
    ["Superseded", { toldStatus: "AcceptedCanceled" }],
    ["NothingToUpload", { hasNothing: true }],
    ["NothingToUpload", { hasNothing: true, commandState: "NoEffect" }],
    ["Uploading", { hasNothing: true, toldStatus: "Uploading" }],
    ["TimedOut", { commandState: "NoEffect" }],
    ["TimedOut", { commandState: "NoEffect", toldStatus: "Uploading" }],
    ["NoAnswer", { commandState: "NoAnswer" }],
    ["TimedOut", { commandState: "NoAnswer", isWaitedFor: false }],
    ["Rejected", { commandState: "Rejected" }],
    ["NotSupported", { commandState: "NotSupported" }],
    ["Failed", { commandState: "Failed" }],
    ["NotSent", { commandState: "NotConnected" }],
    ["NotSent", { commandState: "Expired" }],
    ["Cancelled", { isCancelled: true, toldStatus: "Uploading" }],
  ])("%s: %j", (expected, facts) => {
    expect(state(facts)).toBe(expected);
  });

  test("is Received where a file is here, whatever was said of it", () => {
    for (const commandState of ["Sent", "NoEffect", "NoAnswer", "Rejected", "Failed"] as const) {
      for (const toldStatus of [null, "Uploading", "UploadFailure", "AcceptedCanceled"]) {
        for (const file of ["Complete", "Removed"] as const) {
          const facts = { commandState, toldStatus, isCancelled: true, hasNothing: true };
          expect(state({ ...facts, files: ["BrokenOff", file] })).toBe("Received");
        }
      }
    }
  });
});

describe.each(["ocpp1.6", "ocpp2.0.1"] as const)("of %s", (version) => {
  test("every action that stations answer can be chosen, and no other", () => {
    const answered = [...knownActions(version)].flatMap(([action, by]) => (by === "StationToCsms" ? [] : [action]));
    expect([...actionsOf(version)].toSorted()).toEqual(answered.toSorted());
  });

  test.each(triggersOf(version))("%s can be asked for", (message) => {
    const context = { id: "x", number: 1, messageId: "m", session: null };
    const written = adapterFor(version)?.writeCommand({ type: "TriggerMessage", message }, context);
    expect(written).toMatchObject({ ok: true });
  });
});

describe("installed certificates", () => {
  const wire = { hashAlgorithm: "SHA256", issuerNameHash: "AA", issuerKeyHash: "BB", serialNumber: "01" };
  const read = { algorithm: "SHA256", issuerNameHash: "AA", issuerKeyHash: "BB", serialNumber: "01" };

  test("are read from either version's answer", () => {
    expect(installedCertificates({ status: "Accepted", certificateHashData: [wire] })).toEqual([read]);
    const chain = { certificateType: "CSMSRootCertificate", certificateHashData: wire };
    expect(installedCertificates({ status: "Accepted", certificateHashDataChain: [chain] })).toEqual([read]);
  });

  test.each([null, {}, { status: "NotFound" }, { certificateHashData: [{ serialNumber: 1 }, null, "x"] }])(
    "are none in %j",
    (answer) => {
      expect(installedCertificates(answer)).toEqual([]);
    },
  );
});
