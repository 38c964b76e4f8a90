import { describe, expect, test } from "vitest";
import { isSameSetting } from "@/lib/domain/setting-value";
import { standardSetting, USUAL_VARIABLES } from "@/lib/domain/standard-settings";

describe("a setting's value is the same", () => {
  test.each([
    ["true", "True"],
    ["60", "060"],
    ["60", " 60 "],
    ["SoC,Voltage", "SoC, Voltage"],
    ["", ""],
    ["http://Host/a", "http://Host/a"],
  ])("as written %s, told %s", (wanted, told) => expect(isSameSetting(wanted, told)).toBe(true));
});

describe("a setting's value is another", () => {
  test.each([
    ["true", "false"],
    ["60", "600"],
    ["SoC,Voltage", "Voltage,SoC"],
    ["abc", "ABC"],
    ["12345678901234567890", "12345678901234567891"],
  ])("as written %s, told %s", (wanted, told) => expect(isSameSetting(wanted, told)).toBe(false));
});

test("the norm's settings are found in any case, and those of 2.x mean what 1.6 calls otherwise", () => {
  expect(standardSetting("heartbeatinterval")).toEqual({
    name: "HeartbeatInterval",
    input: { kind: "number", min: 0 },
    unit: "s",
  });
  expect(standardSetting("OCPPCommCtrlr.HeartbeatInterval")?.name).toBe("HeartbeatInterval");
  expect(standardSetting("VendorKey")).toBeNull();
  expect(USUAL_VARIABLES.every((key) => standardSetting(key) !== null)).toBe(true);
});
