import { expect, test } from "vitest";
import { type ListAddress, listHref, readListAddress } from "@/components/lists/list-address";
import { SESSION_KIND, subjectOf } from "@/components/sessions/session-kind";
import { CHARGER_KIND } from "@/components/stations/charger-kind";

const BY_ITSELF = { filter: "", sort: "identity", columns: null, density: "default", view: null };

test("an address that says nothing shows the list as it is by itself, and is written as nothing", () => {
  expect(readListAddress({}, CHARGER_KIND)).toEqual(BY_ITSELF);
  expect(readListAddress({}, SESSION_KIND).filter).toBe("state:live");
  expect(listHref("/chargers", readListAddress({}, CHARGER_KIND), CHARGER_KIND)).toBe("/chargers");
});

test("an empty filter is one: all sessions, not the live ones", () => {
  const address = readListAddress({ filter: "" }, SESSION_KIND);
  expect(address.filter).toBe("");
  expect(listHref("/sessions", address, SESSION_KIND)).toBe("/sessions?filter=");
});

test("what was written is read back", () => {
  const address: ListAddress = {
    filter: 'site:"Nairobi West" -tag:test fw:<2.4',
    sort: "-lastSeen",
    columns: ["identity", "fw"],
    density: "compact",
    view: "v1",
  };
  const href = listHref("/chargers", address, CHARGER_KIND);
  const params = Object.fromEntries(new URL(href, "http://x").searchParams);
  expect(readListAddress(params, CHARGER_KIND)).toEqual(address);
});

test("what is not known is left out", () => {
  const params = { sort: "-colour", columns: "fw,nothing,fw", density: "huge", other: "x" };
  expect(readListAddress(params, CHARGER_KIND)).toEqual({ ...BY_ITSELF, columns: ["fw"] });
});

test("older parameters are read, together with the filter where there are both", () => {
  expect(readListAddress({ status: "Offline,Fault", q: "gate" }, CHARGER_KIND).filter).toBe(
    "status:Offline,Fault gate",
  );
  expect(readListAddress({ phase: "ended", token: "A B", filter: "energy:>1" }, SESSION_KIND).filter).toBe(
    'state:ended token:"A B" energy:>1',
  );
});

test("what a filter of sessions is about", () => {
  expect(["state:live", "state:charging", "state:ended", "problem:review energy:>1"].map(subjectOf)).toEqual([
    "live",
    "live",
    "ended",
    "review",
  ]);
  expect(["", "-state:ended", "state:ended,live", "problem:lost"].map(subjectOf)).toEqual([null, null, null, null]);
});
