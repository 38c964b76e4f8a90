import { afterAll, beforeAll, expect, test } from "vitest";
import { HEALTHY } from "../../unit/domain/firmware/healthy-histories";
import { NIGHT } from "../../unit/domain/firmware/world-histories";
import { aGateway, type Books, openBooks } from "../books";
import { aVictim, type Victim } from "./frozen-work";
import { aWorld } from "./world-plays";

let books: Books;
let victim: Victim;
beforeAll(async () => {
  books = await openBooks();
  await aGateway(books.db, "gateway-1", new Date(NIGHT + 10 * 365 * 86_400_000));
  victim = aVictim(books.url);
});
afterAll(async () => {
  await victim.db.$disconnect();
  await books.close();
});

const ROUNDS_MAX = 30;

test("a station is asked for its settings in the tick that finds its new version, not in the next one", async () => {
  const world = await aWorld({ db: books.db, victim }, HEALTHY);
  const [sim] = world.sims;
  if (sim === undefined) throw new Error("the fleet has stations");
  const statusOf = async () => {
    const job = await books.db.firmwareJob.findFirstOrThrow({ where: { stationId: sim.id } });
    return job.status;
  };
  const asked = () => books.db.command.count({ where: { stationId: sim.id, name: "GetSettings", state: "Pending" } });
  for (let rounds = 0; rounds < ROUNDS_MAX && (await statusOf()) !== "Verifying"; rounds += 1) {
    while (await world.wire.claim(sim));
    while (await world.wire.send());
    if (!sim.station.isConnected) await world.wire.connect(sim);
    await world.wire.work(sim);
    while (await world.wire.hear(sim));
    world.now += 1_000;
    world.wire.mayHaveOrders();
    await world.tick(world.campaignAt(0), world.lead);
  }
  expect(await statusOf()).toBe("Verifying");
  expect(await asked()).toBe(1);
  await world.tick(world.campaignAt(0), world.lead);
  expect(await asked()).toBe(1);
});
