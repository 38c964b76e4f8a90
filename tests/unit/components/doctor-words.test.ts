import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { createTranslator } from "next-intl";
import { describe, expect, test } from "vitest";
import { cureOf, shownAddress, toPatients } from "@/components/stations/doctor/patient";
import { CLOSING_WORDS } from "@/lib/domain/closing";
import type { HandshakeRefusalView, RefusedStation } from "@/lib/domain/health-view";
import { isRefusalReason, NAMED_REFUSALS, NAMELESS_REFUSALS } from "@/lib/domain/refusal";
import messages from "@/lib/i18n/en.json";

const t = createTranslator({ locale: "en", messages });

const aRefusal = (told: Partial<HandshakeRefusalView> = {}): HandshakeRefusalView => ({
  id: 1,
  identity: "CP-1",
  remoteAddress: "10.0.0.9",
  reason: "WrongPassword",
  state: "Open",
  count: 3,
  since: "2026-11-22T10:00:00.000Z",
  lastAt: "2026-11-22T10:05:00.000Z",
  total: 3,
  offeredProtocols: null,
  detail: null,
  station: null,
  lookAlike: null,
  neighbours: [],
  ...told,
});

const aRefused = (told: Partial<RefusedStation> = {}): RefusedStation => ({
  connectivity: { state: "NeverConnected" },
  isBlocked: false,
  securityProfile: 1,
  minSecurityProfile: 0,
  pinnedVersion: null,
  passwordSetAt: null,
  connectedAt: null,
  ...told,
});

describe("the words of the doctor", () => {
  test.each([...new Set([...NAMED_REFUSALS, ...NAMELESS_REFUSALS])])("%s has a cause and a cure", (reason) => {
    const values = { offered: "ocpp1.5", path: "/x", required: 2, minimum: 2 };
    expect(t(`refusal.${reason}`)).toMatch(/^[A-Z].*[.)]$/);
    expect(t(`cure.${reason}`, values)).toMatch(/^[A-Z].*\.$/);
  });

  test("every closing has a sentence", () => {
    for (const word of CLOSING_WORDS) expect(t(`health.closing.${word}`)).toMatch(/^[A-Z]/);
  });

  test("every repair that the gateway names has a sentence", () => {
    const named = repairNames();
    expect(named).toContain("JsonMended");
    expect(named).toContain("NothingUnderstood");
    expect(named.length).toBeGreaterThan(15);
    const sentences: Record<string, string> = messages.deviation;
    expect(named.filter((name) => sentences[name] === undefined)).toEqual([]);
  });
});

/** Every name a repair is noted by, read out of the source: a new one without words must not pass. */
function repairNames(): readonly string[] {
  const folders = ["ocpp-gateway/schemas", "ocpp-gateway/adapters", "ocpp-gateway"];
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: folder !== "ocpp-gateway", encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => path.join(folder, file)),
  );
  const sources = files.map((file) => readFileSync(file, "utf8")).join("\n");
  const found = sources.matchAll(/(?:note\(|repair: |word\(|repairs, |\? \[)"([A-Z][A-Za-z]+)"/g);
  return [...new Set([...found].map(([, name = ""]) => name))];
}

describe("what helps", () => {
  test("against a known look-alike is said before anything else", () => {
    const lookAlike = { identity: "CP-0117", difference: "Writing" } as const;
    expect(cureOf(aRefusal({ reason: "UnknownIdentity", lookAlike }))).toEqual({
      type: "LookAlike",
      key: "Writing",
      identity: "CP-0117",
    });
  });

  test("a charger that came in before its password was changed still uses the old one", () => {
    const station = aRefused({ connectedAt: "2026-11-22T08:00:00.000Z", passwordSetAt: "2026-11-22T09:00:00.000Z" });
    expect(cureOf(aRefusal({ station }))).toEqual({ type: "OldPassword", changedAt: "2026-11-22T09:00:00.000Z" });
    const never = aRefused({ passwordSetAt: "2026-11-22T09:00:00.000Z" });
    expect(cureOf(aRefusal({ station: never }))).toEqual({ type: "Plain", key: "WrongPassword" });
  });

  test("where the charger is connected meanwhile, somebody else is at the door", () => {
    const station = aRefused({ connectivity: { state: "Connected", since: "2026-11-22T10:01:00.000Z" } });
    expect(cureOf(aRefusal({ station }))).toEqual({ type: "Plain", key: "SomebodyElse" });
    const earlier = aRefusal({ station, lastAt: "2026-11-22T10:00:30.000Z" });
    expect(cureOf(earlier)).toEqual({ type: "Plain", key: "WrongPassword" });
  });

  test("is not made up for a reason nobody knows", () => {
    expect(cureOf(aRefusal({ reason: "FromTheFuture" }))).toBeNull();
    expect(isRefusalReason("FromTheFuture")).toBe(false);
  });
});

test("refusals stand together by identity, and by address where there is none", () => {
  const patients = toPatients([
    aRefusal({ id: 1 }),
    aRefusal({ id: 2, identity: null, reason: "NotTls" }),
    aRefusal({ id: 3, reason: "NoSubprotocol" }),
    aRefusal({ id: 4, identity: null, reason: "TlsTooOld" }),
    aRefusal({ id: 5, identity: null, remoteAddress: "10.0.0.8", reason: "TlsTooOld" }),
  ]);
  expect(
    patients.map(({ identity, address, refusals }) => [identity ?? address, refusals.map(({ id }) => id)]),
  ).toEqual([
    ["CP-1", [1, 3]],
    ["10.0.0.9", [2, 4]],
    ["10.0.0.8", [5]],
  ]);
});

test("an address of IPv4 is shown as one", () => {
  expect(["::ffff:41.90.1.2", "2001:db8::1", "41.90.1.2"].map(shownAddress)).toEqual([
    "41.90.1.2",
    "2001:db8::1",
    "41.90.1.2",
  ]);
});
