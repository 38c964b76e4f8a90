"use server";

import { attempt } from "@/app/attempt";
import type { ActionResult } from "@/components/form/action-result";
import type { AskedPage, LoadedPage } from "@/components/lists/list-loading";
import type { StationListItem } from "@/lib/domain/station-view";
import { pageStations } from "@/lib/services/stations/list-stations";

/** A further page of the list. */
export async function pageChargers(asked: AskedPage): Promise<ActionResult<LoadedPage<StationListItem>>> {
  return attempt((ctx) => pageStations(ctx, asked));
}
