import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkJournal } from "@/lib/services/campaigns/check-journal";
import { listEvents } from "@/lib/services/campaigns/list-events";
import { listJobs } from "@/lib/services/campaigns/list-jobs";
import { pauseCampaign } from "@/lib/services/campaigns/pause-campaign";
import { reportRows } from "@/lib/services/campaigns/read-report";
import { aGateway, type Books, openBooks } from "../books";
import { campaignNow, engine, failed, running } from "./a-running-campaign";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
  await aGateway(books.db);
});
afterAll(async () => books.close());

describe("the journal", () => {
  test("leads to what is stored, and is only ever added to", async () => {
    const { id } = await running(books);
    await pauseCampaign(books.as("operator"), id);
    const checked = await checkJournal(books.as("viewer"), id);
    expect(checked).toEqual({ entries: expect.any(Number), isUnbroken: true, brokenAt: null });
    const events = await listEvents(books.as("viewer"), id, { limit: 3 });
    expect(events.items.map(({ seq }) => seq)).toEqual([checked.entries, checked.entries - 1, checked.entries - 2]);
    const older = await listEvents(books.as("viewer"), id, { limit: 200, cursor: events.nextCursor ?? "" });
    expect(older.items.at(-1)).toMatchObject({ seq: 1, to: "Draft", cause: "Created", actor: "An engineer" });
    await expect(
      books.db.campaignEvent.updateMany({ where: { campaignId: id }, data: { cause: "x" } }),
    ).rejects.toThrow(/only ever added to/);
    await expect(books.db.campaignEvent.deleteMany({ where: { campaignId: id } })).rejects.toThrow(
      /only ever added to/,
    );
  });

  test.each([
    [
      "an entry that was changed",
      (id: string) =>
        books.db.$executeRaw`UPDATE campaign_event SET actor = 'Nobody' WHERE campaign_id = ${id}::uuid AND seq = 2`,
      2,
    ],
    [
      "an entry that was taken out",
      (id: string) => books.db.$executeRaw`DELETE FROM campaign_event WHERE campaign_id = ${id}::uuid AND seq = 3`,
      3,
    ],
    [
      "a station's state that no entry leads to",
      (id: string) =>
        books.db
          .$executeRaw`UPDATE firmware_job SET status = 'Succeeded' WHERE campaign_id = ${id}::uuid AND wave_index = 0`,
      "end",
    ],
    [
      "a campaign's state that no entry leads to",
      (id: string) => books.db.$executeRaw`UPDATE campaign SET status = 'Completed' WHERE id = ${id}::uuid`,
      "end",
    ],
  ] as const)("shows %s", async (_, tamper, at) => {
    const { id } = await running(books);
    const { entries } = await checkJournal(books.as("viewer"), id);
    await books.db.$executeRaw`ALTER TABLE campaign_event DISABLE TRIGGER USER`;
    await tamper(id);
    await books.db.$executeRaw`ALTER TABLE campaign_event ENABLE TRIGGER USER`;
    const found = await checkJournal(books.as("viewer"), id);
    expect([found.isUnbroken, found.brokenAt]).toEqual([false, at === "end" ? entries + 1 : at]);
  });
});

describe("what is told of stations", () => {
  test("is filtered, searched and read page by page", async () => {
    const { id, canary } = await running(books);
    const viewer = books.as("viewer");
    const { identity } = await books.db.station.update({
      where: { id: canary.stationId },
      data: { name: "By the gate" },
    });
    await engine(books, id, [{ type: "Job", jobId: canary.id, set: { blockedBy: "Offline" }, cause: "Gate" }]);
    const names = async (input: Parameters<typeof listJobs>[2]) =>
      (await listJobs(viewer, id, input)).items.map((job) => job.identity);
    expect(await names({ blockedBy: "Offline" })).toEqual([identity]);
    expect(await names({ search: "the GATE" })).toEqual([identity]);
    expect(await names({ search: identity.toLowerCase() })).toEqual([identity]);
    expect(await names({ status: "waiting" })).toHaveLength(3);
    expect(await names({ status: "active" })).toEqual([]);
    expect(await names({ wave: 1 })).toHaveLength(2);
    const first = await listJobs(viewer, id, { limit: 2 });
    const second = await listJobs(viewer, id, { limit: 2, cursor: first.nextCursor ?? "" });
    expect([...first.items, ...second.items].map((job) => job.identity)).toEqual(await names({}));
    expect((await campaignNow(books, id)).waiting).toEqual([{ blockedBy: "Offline", jobs: 1 }]);
  });

  test("is a report with a row for each of them", async () => {
    const { id, canary } = await running(books);
    await engine(books, id, failed(canary.id, "InstallFailed"));
    const rows = [];
    for await (const batch of await reportRows(books.as("viewer"), id)) rows.push(...batch);
    expect(rows.map(({ wave, status, reason }) => [wave, status, reason])).toEqual([
      ["Canary", "Failed", "InstallFailed"],
      ["Rest", "Pending", null],
      ["Rest", "Pending", null],
    ]);
  });
});
