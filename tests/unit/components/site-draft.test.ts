import { expect, test } from "vitest";
import { draftOf, NEW_SITE, valuesOf } from "@/components/sites/site-draft";

const SITE = {
  id: 7,
  name: "Westlands",
  timeZone: "Africa/Nairobi",
  address: null,
  latitude: -1.2676,
  longitude: 36.8108,
  capacityKw: 250.5,
  contactName: null,
  contactPhone: "+254 20 123456",
  contactEmail: null,
  unknownTokens: "Accept",
  sendsCardLists: true,
  stationCount: 3,
} as const;

test("a site that is opened and saved untouched is as it was", () => {
  const { id: _, stationCount: __, ...values } = SITE;
  expect(valuesOf(draftOf(SITE))).toEqual(values);
});

test("what is left empty is not told", () => {
  const values = valuesOf({ ...NEW_SITE, name: "Karen", address: "  ", contactEmail: " desk@example.org " });
  expect(values).toMatchObject({ address: null, latitude: null, capacityKw: null, contactEmail: "desk@example.org" });
});

test.each([
  ["-1.2676", -1.2676],
  ["-1,2676", -1.2676],
  ["−1.2676", -1.2676],
  [" +36 ", 36],
  ["0", 0],
  ["1e3", Number.NaN],
  ["1.2.3", Number.NaN],
  ["1°15′", Number.NaN],
])("%s is the latitude %d", (latitude, read) => {
  expect(valuesOf({ ...NEW_SITE, latitude }).latitude).toBe(read);
});
