"use server";

import { attempt } from "@/app/attempt";
import { ocppUrl } from "@/app/ocpp-url";
import type { ActionResult } from "@/components/form/action-result";
import type { AddedStation, NewStation } from "@/components/stations/onboarding/added-station";
import type { ServiceContext } from "@/lib/services/context";
import { livePosition } from "@/lib/services/live-position";
import { adoptStation } from "@/lib/services/stations/adopt-station";
import { type CreatedStation, createStation } from "@/lib/services/stations/create-station";
import { dismissRefusal } from "@/lib/services/stations/dismiss-refusal";
import { resetPassword } from "@/lib/services/stations/reset-password";

/** Makes a charger known. The password in the answer is shown this once. */
export async function addCharger(wanted: NewStation): Promise<ActionResult<AddedStation>> {
  return attempt((ctx) => added(ctx, () => createStation(ctx, toInput(wanted))));
}

/** Takes a charger that knocked out of the inbox and makes it known. */
export async function adoptCharger(wanted: NewStation): Promise<ActionResult<AddedStation>> {
  return attempt((ctx) => added(ctx, () => adoptStation(ctx, toInput(wanted))));
}

/** Says no to a charger that knocked: it stays refused and leaves the inbox. */
export async function refuseCharger(id: number): Promise<ActionResult<null>> {
  return attempt(async (ctx) => {
    await dismissRefusal(ctx, { id });
    return null;
  });
}

/** A new password for a charger, shown this once. */
export async function renewPassword(identity: string): Promise<ActionResult<{ readonly password: string }>> {
  return attempt((ctx) => resetPassword(ctx, { identity }));
}

async function added(ctx: ServiceContext, create: () => Promise<CreatedStation>): Promise<AddedStation> {
  const position = await livePosition(ctx.db);
  const { station, password } = await create();
  return { station, password, position, url: await ocppUrl(station.identity, station.securityProfile) };
}

const toInput = ({ identity, name, siteId, securityProfile }: NewStation) => ({
  identity,
  name: name.trim() === "" ? null : name,
  siteId,
  securityProfile,
});
