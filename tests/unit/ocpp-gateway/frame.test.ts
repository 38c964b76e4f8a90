import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { callError, callFrame, formatFrame, parseFrame } from "@/ocpp-gateway/wire/frame";

const parsed = (text: string) => {
  const frame = parseFrame(text);
  if (!frame.ok) throw new Error(frame.error.fault.reason);
  return frame.value;
};
const faultOf = (text: string) => {
  const frame = parseFrame(text);
  if (frame.ok) throw new Error("the frame was read");
  return frame.error;
};

describe("parsing", () => {
  test("reads every message type", () => {
    expect(parsed('[2,"a","Heartbeat",{}]')).toEqual({
      kind: "Call",
      messageId: "a",
      rawId: "a",
      action: "Heartbeat",
      payload: {},
    });
    expect(parsed('[3,"a",{"status":"Accepted"}]')).toEqual({
      kind: "CallResult",
      messageId: "a",
      rawId: "a",
      payload: { status: "Accepted" },
    });
    expect(parsed('[4,"a","NotSupported","no",{}]')).toMatchObject({
      kind: "CallError",
      errorCode: "NotSupported",
      errorDescription: "no",
    });
    expect(parsed('[5,"a","GenericError","",{}]')).toMatchObject({
      kind: "CallResultError",
      errorCode: "GenericError",
    });
    expect(parsed('[6,"a","NotifyPeriodicEventStream",{}]')).toMatchObject({
      kind: "Send",
      action: "NotifyPeriodicEventStream",
    });
  });

  test("takes a missing or null payload as empty", () => {
    expect(parsed('[2,"a","Heartbeat"]')).toMatchObject({ payload: {} });
    expect(parsed('[2,"a","Heartbeat",null]')).toMatchObject({ payload: {} });
    expect(parsed('[3,"a"]')).toMatchObject({ payload: {} });
  });

  test("ignores elements behind the payload", () => {
    expect(parsed('[2,"a","Heartbeat",{},"x",1]')).toMatchObject({ action: "Heartbeat" });
  });

  test("gives a numeric id back as a number", () => {
    const frame = parsed('[2,17,"Heartbeat",{}]');
    expect(frame).toMatchObject({ messageId: "17", rawId: 17 });
    expect(formatFrame(callError(frame, "GenericError", ""))).toBe('[4,17,"GenericError","",{}]');
  });

  test("tolerates ids longer than the norm allows", () => {
    const id = "x".repeat(200);
    expect(parsed(`[2,"${id}","Heartbeat",{}]`)).toMatchObject({ messageId: id });
  });

  test("takes an error however short it is", () => {
    expect(parsed('[4,"a"]')).toMatchObject({ errorCode: "GenericError", errorDescription: "" });
  });

  test("sees through byte order marks and padding", () => {
    expect(parsed('\uFEFF [2,"a","Heartbeat",{}]\n\0\0')).toMatchObject({ action: "Heartbeat" });
  });

  test("drops what no database can store from texts", () => {
    const frame = parsed(String.raw`[2,"a","Authorize",{"idTag":"04A2\u0000\u0000","x":"\ud800","😀":"\ud83d\ude00"}]`);
    expect(frame).toMatchObject({ payload: { idTag: "04A2", x: "\uFFFD", "😀": "😀" } });
  });

  test.each([
    ['[2,"id-1","MeterValues",{"transactionId":,}]', "id-1"],
    ['[2,  17,"MeterValues",{"transactionId":,}]', 17],
    ['[2,"id-1","MeterValues"', "id-1"],
    ["hello", null],
    ["", null],
  ])("finds the id in broken text %s", (text, rawId) => {
    expect(faultOf(text)).toEqual({
      messageId: rawId === null ? null : String(rawId),
      rawId,
      isAnswer: false,
      fault: { code: "RpcFramework", reason: "the frame is not JSON" },
    });
  });

  test.each([
    "{}",
    "17",
    "null",
    "[]",
    '["2","a"]',
    '[2.5,"a"]',
    '[2,null,"Heartbeat",{}]',
    '[2,{},"Heartbeat",{}]',
    '[2,1.5,"Heartbeat",{}]',
  ])("has no id for %s", (text) => {
    expect(faultOf(text)).toMatchObject({ messageId: null, isAnswer: false, fault: { code: "RpcFramework" } });
  });

  test("refuses an action that is no text, under its id", () => {
    expect(faultOf('[2,"a",5,{}]')).toMatchObject({ messageId: "a", fault: { code: "RpcFramework" } });
  });

  test("tells broken answers from broken calls", () => {
    expect(faultOf('[3,"a",[]]')).toMatchObject({ messageId: "a", isAnswer: true });
    expect(faultOf('[3,"a",{"x":}]')).toMatchObject({ messageId: "a", isAnswer: true });
  });

  test("refuses nesting that would overflow a stack", () => {
    const deep = `[2,"a","DataTransfer",${'{"data":['.repeat(100)}${"]}".repeat(100)}]`;
    expect(faultOf(deep)).toMatchObject({ messageId: "a", fault: { reason: "the frame is nested too deep" } });
  });

  test("brackets inside texts do not nest", () => {
    expect(parsed(`[2,"a","DataTransfer",{"data":"${String.raw`\"[{`.repeat(300)}"}]`)).toMatchObject({ kind: "Call" });
  });

  test("takes no more than linear time for a megabyte of blanks", () => {
    const text = `[2,"a","Heartbeat",{}${" ".repeat(2 ** 20)}x`;
    expect(faultOf(text).messageId).toBe("a");
  });
});

describe("formatting", () => {
  test("what is written is read as the same", () => {
    const frame = callFrame("id-1", "Reset", { type: "Hard" });
    expect(parsed(formatFrame(frame))).toEqual(frame);
  });

  test("cuts a description at 255 characters and at no half of a sign", () => {
    const [, , , description] = JSON.parse(
      formatFrame(callError({ messageId: "a", rawId: "a" }, "X", `${"x".repeat(254)}😀`)),
    );
    expect(description).toBe("x".repeat(254));
  });

  test("stands -1 for an id that could not be read", () => {
    expect(formatFrame(callError({ messageId: null, rawId: null }, "RpcFrameworkError", "no"))).toBe(
      '[4,"-1","RpcFrameworkError","no",{}]',
    );
  });
});

describe("never throws", () => {
  const anyFrame = fc
    .tuple(fc.oneof(fc.integer({ min: 0, max: 9 }), fc.jsonValue()), fc.jsonValue(), fc.jsonValue(), fc.jsonValue())
    .map((elements) => JSON.stringify(elements));
  const text = '[2,"id-1","StatusNotification",{"connectorId":1,"errorCode":"NoError","status":"Available"}]';
  const bitten = fc
    .tuple(fc.nat(text.length), fc.nat(10))
    .map(([from, length]) => text.slice(0, from) + text.slice(from + length));

  test.each([
    { what: "any text", texts: fc.string({ unit: "binary", maxLength: 200 }) },
    { what: "any JSON", texts: fc.json() },
    { what: "anything that looks like a frame", texts: anyFrame },
    { what: "a frame with a bite taken out", texts: bitten },
  ])("on $what, and what was read can be written", ({ texts }) => {
    fc.assert(
      fc.property(texts, (anything) => {
        const read = parseFrame(anything);
        expect(read.ok ? parsed(formatFrame(read.value)) : read.error.fault.reason).toBeTruthy();
      }),
    );
  });
});

describe("text that is almost JSON", () => {
  const payloadOf = (text: string) => {
    const read = parseFrame(text, true);
    return read.ok && read.value.kind === "Call" ? read.value.payload : null;
  };

  test("is read where that is wanted, and says so", () => {
    expect(parseFrame('[2,"a","X",{"b":}]')).toMatchObject({ ok: false });
    expect(parseFrame('[2,"a","X",{"b":}]', true)).toMatchObject({
      ok: true,
      value: { payload: { b: null }, wasMended: true },
    });
    expect(parseFrame('[2,"a","X",{}]', true)).not.toHaveProperty("value.wasMended");
  });

  test("is read with what stands in its texts as it was", () => {
    expect(payloadOf('[2,"a","X",{"b":"c:,}\\",","d": ,}]')).toEqual({ b: 'c:,}",', d: null });
  });

  test.each([
    ["an endless text of escapes", `[2,"a","${'\\"'.repeat(400_000)}`],
    ["one that ends in a backslash", `[2,"a","${'\\"'.repeat(400_000)}\\`],
    ["colons and blanks", `[2,"a",${": ".repeat(400_000)}`],
    ["commas and blanks", `[2,"a"${`,${" ".repeat(1_000)}`.repeat(800)}`],
  ])("is given up soon where it is %s", (_, text) => {
    const startedAt = performance.now();
    expect(parseFrame(text, true)).toMatchObject({ ok: false });
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});
