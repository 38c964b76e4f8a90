import { expect, test } from "vitest";
import { isInstallableOver, versionMatcher } from "@/lib/domain/firmware/version-match";

const matches = (expectedVersion: string, told: string | null, versionIsPattern = false): boolean =>
  versionMatcher({ expectedVersion, versionIsPattern })(told);

test.each([
  ["1.24.0819.WL", " 1.24.0819.wl ", true],
  ["1.2", "1.20", false],
  ["1.2", null, false],
  ["x".repeat(60), "x".repeat(50), true],
  ["1.2", "1x2", false],
])("%s told as %s: %s", (expected, told, isSame) => {
  expect(matches(expected, told)).toBe(isSame);
});

test.each([
  ["SW:A1B_2\\.8.*", "sw:a1b_2.8-HW:B07", true],
  ["2\\.8", "12.8", false],
  ["2\\.8|2\\.9", "2.9", true],
  ["2\\.8|2\\.9", "2.9.1", false],
  ["(", "(", false],
])("the expression %s, %s told: %s", (expression, told, isSame) => {
  expect(matches(expression, told, true)).toBe(isSame);
});

test("only versions that are named are installed over, if any is", () => {
  expect(isInstallableOver({ fromVersions: [] }, null)).toBe(true);
  expect(isInstallableOver({ fromVersions: ["1.0"] }, "1.0 ")).toBe(true);
  expect(isInstallableOver({ fromVersions: ["1.0"] }, "0.9")).toBe(false);
  expect(isInstallableOver({ fromVersions: ["1.0"] }, null)).toBe(false);
});
