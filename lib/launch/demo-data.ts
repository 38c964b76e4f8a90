import { parseArgs } from "node:util";
import type { ServiceContext } from "@/lib/services/context";
import { ServiceError } from "@/lib/services/errors";
import { createSite } from "@/lib/services/sites/create-site";
import { listSites } from "@/lib/services/sites/list-sites";
import { createStation } from "@/lib/services/stations/create-station";
import { createToken } from "@/lib/services/tokens/create-token";
import { runAsSystem } from "./system-context";

/** Each has a share of the fleet; what is left belongs to no site. */
const SITES = [
  {
    name: "Westlands",
    timeZone: "Africa/Nairobi",
    address: "Waiyaki Way, Nairobi",
    latitude: -1.2646,
    longitude: 36.8047,
    capacityKw: 400,
    share: 0.4,
  },
  {
    name: "Ostkreuz",
    timeZone: "Europe/Berlin",
    address: "Marktstraße, Berlin",
    latitude: 52.5032,
    longitude: 13.469,
    capacityKw: 250,
    share: 0.3,
  },
] as const;

/** Makes the demo's sites, its chargers at them and the cards of its drivers known; what is known already stays as it is. */
process.exitCode = await runAsSystem(process.env["DATABASE_URL"] ?? "", async (ctx) => {
  const { values, positionals } = parseArgs({
    options: { prefix: { type: "string", default: "DEMO" }, stations: { type: "string", default: "0" } },
    allowPositionals: true,
  });
  for (const uid of positionals) await unlessKnown(createToken(ctx, { uid, label: uid }));
  await addSites(ctx, values.prefix, Number(values.stations));
});

async function addSites(ctx: ServiceContext, prefix: string, stations: number): Promise<void> {
  let number = 0;
  for (const { share, ...site } of SITES) {
    await unlessKnown(createSite(ctx, site));
    const siteId = (await listSites(ctx)).find(({ name }) => name === site.name)?.id ?? null;
    for (const until = number + Math.floor(stations * share); number < until; ) {
      number += 1;
      const identity = `${prefix}-${String(number).padStart(4, "0")}`;
      await unlessKnown(createStation(ctx, { identity, siteId, securityProfile: 0 }));
    }
  }
}

async function unlessKnown(created: Promise<unknown>): Promise<void> {
  try {
    await created;
  } catch (error) {
    if (!(error instanceof ServiceError && error.code === "Conflict")) throw error;
  }
}
