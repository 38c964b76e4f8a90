import { afterAll, beforeAll, expect, test } from "vitest";
import type { Role } from "@/lib/domain/permissions";
import { aGateway } from "../../services/books";
import { aStoredRelease, SPEC } from "../../services/campaigns/a-plan";
import { aTarget } from "../../services/rollout/books-of-campaigns";
import { type Answer, type Caller, openCaller } from "./caller";

let caller: Caller;
beforeAll(async () => {
  caller = await openCaller();
  await aGateway(caller.books.db);
});
afterAll(async () => caller.close());

async function aFleet(stations = 2) {
  const release = await aStoredRelease(caller.books);
  const identities: string[] = [];
  for (let each = 0; each < stations; each += 1) {
    identities.push((await aTarget(caller.books.db, { vendor: release.vendor })).identity);
  }
  return { release, identities };
}

type Campaign = { readonly path: string; readonly rev: number; readonly specHash: string; readonly status: string };

function campaignOf({ body }: Answer): Campaign {
  const { id, rev, specHash, status } = body as { id: string; rev: number; specHash: string; status: string };
  return { path: `/firmware/campaigns/${id}`, rev, specHash, status };
}

const order = async (path: string, verb: string, { as, ...json }: { as?: Role; [field: string]: unknown } = {}) =>
  caller.call("POST", `${path}/${verb}`, { json, ...(as === undefined ? {} : { as }) });

async function aDraft(): Promise<Campaign> {
  const { release } = await aFleet();
  const json = { name: "Spring", releaseId: release.id, spec: SPEC };
  return campaignOf(await caller.call("POST", "/firmware/campaigns", { json }));
}

test("a campaign is drafted, edited, handed in, approved by another, started, paused, resumed and cancelled", async () => {
  const { release, identities } = await aFleet();
  const json = { name: "Spring", releaseId: release.id, spec: SPEC };
  const created = await caller.call("POST", "/firmware/campaigns", { json });
  expect([created.status, created.body["status"]]).toEqual([201, "Draft"]);
  const { path } = campaignOf(created);
  expect(created.headers.get("Location")).toBe(`/api/v1${path}`);

  const edited = await caller.call("PATCH", path, { json: { expectedRev: 1, name: "Summer" } });
  expect([edited.status, edited.body["name"], edited.body["rev"]]).toEqual([200, "Summer", 2]);
  const submitted = campaignOf(await order(path, "submit", { expectedRev: 2 }));
  const approval = { expectedRev: submitted.rev, specHash: submitted.specHash };
  expect((await order(path, "approve", approval)).status).toBe(403);
  const approved = campaignOf(await order(path, "approve", { ...approval, as: "approver" }));
  expect(approved.status).toBe("Scheduled");
  expect((await order(path, "start", { expectedRev: approved.rev, as: "approver" })).body["status"]).toBe("Running");

  const paused = await caller.call("POST", `${path}/pause`, { as: "operator" });
  expect([paused.status, paused.body["status"], paused.body["pauseCause"]]).toEqual([200, "Paused", "Operator"]);
  const resumed = await order(path, "resume", { expectedRev: campaignOf(paused).rev, as: "operator" });
  expect(resumed.body["status"]).toBe("Running");
  const cancelled = await caller.call("POST", `${path}/cancel`, { as: "operator" });
  expect([cancelled.status, cancelled.body["status"], cancelled.body["abortPolicy"]]).toEqual([
    200,
    "Aborting",
    "CutDownloads",
  ]);

  const jobs = await caller.call("GET", `${path}/jobs?status=Cancelled&limit=1`, { as: "viewer" });
  const rest = await caller.call("GET", `${path}/jobs?status=Cancelled&cursor=${String(jobs.body["nextCursor"])}`);
  const told = [...(jobs.body["items"] as { identity: string }[]), ...(rest.body["items"] as { identity: string }[])];
  expect(told.map(({ identity }) => identity).toSorted()).toEqual(identities);
  const events = await caller.call("GET", `${path}/events?limit=200`, { as: "viewer" });
  const causes = (events.body["items"] as { cause: string }[]).map(({ cause }) => cause);
  expect(causes).toEqual(
    expect.arrayContaining(["Created", "Edited", "Submitted", "Approved", "Start", "Pause", "Resume", "Abort"]),
  );
  expect((await caller.call("GET", `${path}/journal-check`)).body).toMatchObject({ isUnbroken: true, brokenAt: null });
  expect((await caller.call("GET", `${path}/soak`)).body).toEqual({ soak: null });
  const list = await caller.call("GET", "/firmware/campaigns?status=Aborting", { as: "viewer" });
  expect(list.body["items"]).toEqual([
    expect.objectContaining({ name: "Summer", totals: expect.objectContaining({ cancelled: 2 }) }),
  ]);
});

test("an order that another write has overtaken is answered with the state of now", async () => {
  const { path } = await aDraft();
  await order(path, "submit", { expectedRev: 1 });
  const late = await order(path, "submit", { expectedRev: 1 });
  expect([late.status, late.body["code"], late.body["detail"]]).toEqual([
    409,
    "Conflict",
    "Spring has changed since revision 1: it is PendingApproval now, revision 2. Look at it again.",
  ]);
  const withdrawn = await order(path, "withdraw", { expectedRev: 2 });
  expect([withdrawn.status, withdrawn.body["status"]]).toEqual([200, "Draft"]);
});

test("a rejection needs a comment; a clone goes on", async () => {
  const { path } = await aDraft();
  await order(path, "submit", { expectedRev: 1 });
  expect((await order(path, "reject", { expectedRev: 2, as: "approver" })).status).toBe(400);
  const rejected = await order(path, "reject", { expectedRev: 2, comment: "Wrong week", as: "approver" });
  expect(rejected.body).toMatchObject({ status: "Rejected", reason: "Wrong week" });
  const clone = await order(path, "clone");
  expect([clone.status, clone.body["status"], clone.body["name"]]).toEqual([201, "Draft", "Spring (copy)"]);
});

test("a spec out of its bounds is refused with the place", async () => {
  const { release } = await aFleet(0);
  const json = { name: "Spring", releaseId: release.id, spec: { ...SPEC, inFlightMax: 0, hurry: true } };
  const refused = await caller.call("POST", "/firmware/campaigns", { json });
  expect(refused.status).toBe(400);
  expect(refused.body["errors"]).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ field: "spec.inFlightMax" }),
      { field: "spec.hurry", message: "Not a known field." },
    ]),
  );
});

test("a preview stores nothing, and whoever may read may ask for it", async () => {
  const { release, identities } = await aFleet();
  const preview = await caller.call("POST", "/firmware/campaigns/preview", {
    as: "viewer",
    json: { releaseId: release.id, spec: SPEC },
  });
  expect(preview.body).toMatchObject({
    targets: 2,
    waves: [
      { name: "Canary", stations: 1 },
      { name: "Rest", stations: 1 },
    ],
  });
  const first = preview.body["first"] as { identity: string }[];
  expect(first.map(({ identity }) => identity).toSorted()).toEqual(identities);
});

test("the report is a file with a line for each station", async () => {
  const { path } = await aDraft();
  await order(path, "submit", { expectedRev: 1 });
  const response = await caller.fetch(`${path}/report.csv`, "viewer");
  expect([response.status, response.headers.get("Content-Type")]).toEqual([200, "text/csv; charset=utf-8"]);
  const lines = (await response.text()).trimEnd().split("\r\n");
  expect(lines[0]).toContain("charger,site,wave,verdict,reason,attempts,fromVersion");
  expect(lines.slice(1).map((line) => line.split(",").slice(1, 4))).toEqual([
    ["", "Canary", "Pending"],
    ["", "Rest", "Pending"],
  ]);
});

test("a campaign that is not there is not found, whatever is asked of it", async () => {
  const path = "/firmware/campaigns/00000000-0000-4000-8000-000000000000";
  for (const part of ["", "/jobs", "/events", "/report.csv", "/journal-check", "/soak"]) {
    expect([part, (await caller.call("GET", path + part)).status]).toEqual([part, 404]);
  }
  expect((await order(path, "submit", { expectedRev: 1 })).status).toBe(404);
  expect((await caller.call("GET", "/firmware/campaigns/nonsense")).status).toBe(400);
});

test("the kill switch is an administrator's", async () => {
  const stop = { stopped: true, reason: "Bad news" };
  expect((await caller.call("PUT", "/firmware/kill-switch", { json: stop, as: "approver" })).status).toBe(403);
  const stopped = await caller.call("PUT", "/firmware/kill-switch", { json: stop, as: "admin" });
  expect(stopped.body).toMatchObject({ stopReason: "Bad news", stoppedBy: "admin" });
  expect((await caller.call("GET", "/firmware/kill-switch", { as: "viewer" })).body).toEqual(stopped.body);
  const on = await caller.call("PUT", "/firmware/kill-switch", { json: { stopped: false }, as: "admin" });
  expect([on.status, on.body["stoppedAt"]]).toEqual([200, null]);
});

test("a station's update lock is set, read and taken away", async () => {
  const { identities } = await aFleet(1);
  const path = `/stations/${identities[0]}/update-lock`;
  const lock = { reason: "Race day" };
  expect((await caller.call("PUT", path, { json: lock, as: "viewer" })).status).toBe(403);
  const locked = await caller.call("PUT", path, { json: lock, as: "operator" });
  expect(locked.body).toMatchObject({ lock: { reason: "Race day", until: null } });
  expect((await caller.call("GET", path, { as: "viewer" })).body).toEqual(locked.body);
  expect((await caller.call("DELETE", path, { as: "operator" })).status).toBe(204);
  expect((await caller.call("GET", path)).body).toEqual({ lock: null });
});

test("the API describes every route of campaigns", async () => {
  const { body } = await caller.call("GET", "/openapi.json", { as: "nobody" });
  const paths = Object.keys(body["paths"] as object).filter((path) => /campaigns|kill-switch|update-lock/.test(path));
  const verbs = ["submit", "withdraw", "approve", "reject", "start", "pause", "resume", "release", "override"];
  const more = [
    "retry-failed",
    "credit",
    "abort",
    "cancel",
    "clone",
    "roll-back",
    "jobs",
    "events",
    "report.csv",
    "journal-check",
    "soak",
  ];
  const ofOne = [...verbs, ...more].map((part) => `/api/v1/firmware/campaigns/{id}/${part}`);
  const whole = [
    "/firmware/campaigns",
    "/firmware/campaigns/preview",
    "/firmware/campaigns/{id}",
    "/firmware/kill-switch",
  ];
  const all = [...ofOne, ...whole.map((path) => `/api/v1${path}`), "/api/v1/stations/{identity}/update-lock"];
  expect(paths.toSorted()).toEqual(all.toSorted());
});
