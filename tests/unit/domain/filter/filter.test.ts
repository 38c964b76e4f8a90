import { describe, expect, test } from "vitest";
import { fromAddress, toAddress } from "@/lib/domain/filter/address";
import { CHARGER_FIELDS } from "@/lib/domain/filter/charger-fields";
import { formatFilter } from "@/lib/domain/filter/format-filter";
import { parseFilter } from "@/lib/domain/filter/parse-filter";
import { readFilter } from "@/lib/domain/filter/read-filter";
import { SESSION_FIELDS } from "@/lib/domain/filter/session-fields";
import { versionKey } from "@/lib/domain/filter/version-key";

const NOW = new Date("2026-11-22T10:00:00Z");
const hours = (n: number): number => NOW.getTime() - n * 3_600_000;

const chargers = (text: string) => readFilter(parseFilter(text), CHARGER_FIELDS, NOW);
const sessions = (text: string) => readFilter(parseFilter(text), SESSION_FIELDS, NOW);

test("reads a filter as the design spells it", () => {
  expect(parseFilter('status:fault,offline site:"Nairobi West" -tag:test fw:<2.4 seen:>2h free text')).toEqual([
    {
      type: "Field",
      isNegated: false,
      field: "status",
      values: [
        { operator: null, text: "fault" },
        { operator: null, text: "offline" },
      ],
    },
    { type: "Field", isNegated: false, field: "site", values: [{ operator: null, text: "Nairobi West" }] },
    { type: "Field", isNegated: true, field: "tag", values: [{ operator: null, text: "test" }] },
    { type: "Field", isNegated: false, field: "fw", values: [{ operator: "<", text: "2.4" }] },
    { type: "Field", isNegated: false, field: "seen", values: [{ operator: ">", text: "2h" }] },
    { type: "Text", isNegated: false, text: "free" },
    { type: "Text", isNegated: false, text: "text" },
  ]);
});

test.each([
  ['site:"Karen', "site:Karen", "a quote left open ends with the text"],
  ["status: fault", "status: fault", "a field without a value is kept"],
  ["a  \t b", "a b", "space only parts"],
  ["tag:a,,b,", "tag:a,b", "empty values are none"],
  ["- x", '"-" x', "a sign alone is a word"],
  ['say"so"', 'say"so"', "a quote within a word is a letter"],
  ["STATUS:Fault", "status:Fault", "fields have no case"],
  ['"status:fault"', '"status:fault"', "in quotes it is no field"],
])("%s is kept as %s: %s", (told, kept) => {
  expect(formatFilter(parseFilter(told))).toBe(kept);
});

test("an address has a parameter per field, and `q` for what has no room there", () => {
  const address = toAddress(
    parseFilter('status:fault,offline site:"Nairobi West" -tag:test gate seen:>2h'),
    CHARGER_FIELDS,
  );
  expect(address).toEqual({ q: "-tag:test gate", status: "fault,offline", site: "Nairobi West", seen: ">2h" });
});

test("an address of an older kind is still understood", () => {
  const params = new URLSearchParams("status=PausedByCar,Fault&firmware=2.4&panel=charger:CP-1");
  const filter = fromAddress((name) => params.get(name), CHARGER_FIELDS);
  expect(formatFilter(filter)).toBe("status:PausedByCar,Fault fw:2.4");
  expect(readFilter(filter, CHARGER_FIELDS, NOW).ignored).toEqual([]);
});

test("what is not known is told and does not narrow", () => {
  const { conditions, ignored } = chargers("colour:red status:fault,broken seen:yesterdayish -fw: proto:1.5");
  expect(conditions).toEqual([
    { type: "Field", isNegated: false, field: "status", matches: [{ type: "Word", word: "fault" }] },
  ]);
  expect(ignored).toEqual([
    { reason: "UnknownField", text: "colour:red" },
    { reason: "UnknownValue", text: "status:broken" },
    { reason: "UnknownValue", text: "seen:yesterdayish" },
    { reason: "UnknownValue", text: "-fw:" },
    { reason: "UnknownValue", text: "proto:1.5" },
  ]);
});

describe("times", () => {
  const range = (text: string) => {
    const [condition] = sessions(`started:${text}`).conditions;
    const match = condition?.type === "Field" ? condition.matches[0] : undefined;
    if (match?.type !== "Range") return match ?? null;
    const iso = (bound: { value: number; isIncluded: boolean } | null) =>
      bound === null ? null : `${bound.isIncluded ? "=" : ""}${new Date(bound.value).toISOString()}`;
    return [iso(match.range.from), iso(match.range.to)];
  };
  const at = (n: number) => new Date(hours(n)).toISOString();

  test.each([
    ["2h", [`=${at(2)}`, null]],
    ["<2h", [at(2), null]],
    [">2h", [null, at(2)]],
    [">=1d", [null, `=${at(24)}`]],
    ["1h..2h", [`=${at(2)}`, `=${at(1)}`]],
    ["1h30m", [`=${at(1.5)}`, null]],
    ["2026-11-01", ["=2026-11-01T00:00:00.000Z", "2026-11-02T00:00:00.000Z"]],
    ["2026-02", ["=2026-02-01T00:00:00.000Z", "2026-03-01T00:00:00.000Z"]],
    [">2026-11-01", ["=2026-11-02T00:00:00.000Z", null]],
    ["<2026-11-01", [null, "2026-11-01T00:00:00.000Z"]],
    ["<=2026-11-01", [null, "2026-11-02T00:00:00.000Z"]],
    ["2026-11-01..2026-11-03", ["=2026-11-01T00:00:00.000Z", "2026-11-04T00:00:00.000Z"]],
    ["2026-11-01..", ["=2026-11-01T00:00:00.000Z", null]],
    [">=2026-11-01T08:00+03:00", ["=2026-11-01T05:00:00.000Z", null]],
    ["2026-02-30", null],
    ["1969", null],
    ["..", null],
    ["999999w", null],
  ])("started:%s", (text, expected) => {
    expect(range(text)).toEqual(expected);
  });
});

test("energy is told in kWh and kept in Wh, and a duration in hours", () => {
  expect(
    sessions("energy:>22.5 duration:>8h energy:none energy:5..10").conditions.map(
      (each) => "matches" in each && each.matches,
    ),
  ).toEqual([
    [{ type: "Range", range: { from: { value: 22_500, isIncluded: false }, to: null } }],
    [{ type: "Range", range: { from: { value: 28_800_000, isIncluded: false }, to: null } }],
    [{ type: "None" }],
    [{ type: "Range", range: { from: { value: 5_000, isIncluded: true }, to: { value: 10_000, isIncluded: true } } }],
  ]);
});

test("words have no case, spaces or hyphens, and a protocol may be spelt as on the wire", () => {
  const told = chargers('status:"Paused by car",NEVER_CONNECTED proto:ocpp2.0.1,1.6J');
  expect(told.ignored).toEqual([]);
  expect(told.conditions.flatMap((each) => ("matches" in each ? each.matches : []))).toEqual([
    { type: "Word", word: "paused-by-car" },
    { type: "Word", word: "never-connected" },
    { type: "Word", word: "2.0.1" },
    { type: "Word", word: "1.6" },
  ]);
});

test("versions stand in the order of their numbers", () => {
  const inOrder = [
    "1.9",
    "2.3.9",
    "2.4-beta",
    "2.4.0-rc1",
    "v2.4",
    "2.4.0",
    "2.4.0.1",
    "2.4.1-rc2",
    "2.4.1",
    "2.10",
    "10.0",
    "acme-1",
  ];
  // "2.4.0-rc1" is a forerunner of 2.4.0, which is a further part of 2.4.
  const expected = [
    "1.9",
    "2.3.9",
    "2.4-beta",
    "v2.4",
    "2.4.0-rc1",
    "2.4.0",
    "2.4.0.1",
    "2.4.1-rc2",
    "2.4.1",
    "2.10",
    "10.0",
    "acme-1",
  ];
  const byKey = (a: string, b: string): number => (versionKey(a) < versionKey(b) ? -1 : 1);
  expect(inOrder.toReversed().toSorted(byKey)).toEqual(expected);
  expect(versionKey("v2.4")).toBe(versionKey("2.4"));
});
