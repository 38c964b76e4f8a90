import { afterAll, beforeAll, expect, test } from "vitest";
import { inTransaction } from "@/lib/services/context";
import { loadSnapshot } from "@/lib/services/rollout/load-snapshot";
import { aGateway, type Books, openBooks, T0 } from "../books";
import { aCampaign, aTarget } from "./books-of-campaigns";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
  await aGateway(books.db, "gateway-1", new Date(T0.getTime() + 3_600_000));
});
afterAll(() => books.close());

const after = (ms: number): Date => new Date(T0.getTime() + ms);

/** How often a station counts as having come back, of connections that ended like this, one after another. */
async function reconnects(ends: readonly { readonly gatewayId: string; readonly closeReason: string | null }[]) {
  const station = await aTarget(books.db, { connectionEpoch: ends.length });
  const campaign = await aCampaign(books.db, { stations: [[station]] });
  await books.db.firmwareJob.updateMany({
    where: { campaignId: campaign.id },
    data: { status: "Verifying", verifyingAt: after(500) },
  });
  await books.db.connection.createMany({
    data: ends.map((end, index) => ({
      stationId: station.id,
      epoch: index + 1,
      ocppVersion: "ocpp1.6",
      openedAt: after(index * 1_000),
      ...end,
    })),
  });
  const snapshot = await inTransaction(books.as("admin"), ({ tx }) =>
    loadSnapshot(tx, campaign.id, { now: after(60_000).getTime(), locksCommands: false }),
  );
  return snapshot.jobs[0]?.station.connectionsSinceVerifying;
}

test("a station that leaves and comes back is counted each time", async () => {
  const cut = { gatewayId: "gateway-1", closeReason: "ConnectionCut" };
  const again = { gatewayId: "gateway-1", closeReason: "Superseded" };
  expect(await reconnects([cut, again, { gatewayId: "gateway-1", closeReason: null }])).toBe(2);
});

test("one whose gateway stopped, crashed or gave it up is not", async () => {
  const now = { gatewayId: "gateway-2", closeReason: null };
  for (const closeReason of ["GatewayLost", "ShuttingDown", "HoldLost", "Superseded"]) {
    expect({ closeReason, reconnects: await reconnects([{ gatewayId: "gateway-1", closeReason }, now]) }).toEqual({
      closeReason,
      reconnects: 0,
    });
  }
});
