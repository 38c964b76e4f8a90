import { type Charging, ChargingRefused } from "./charging";
import { type Clock, pause } from "./clock";
import { type Connector, freeConnector } from "./connector";
import type { Link } from "./link";

/** For longer than a test looks on whether a station is well. */
const FLAPS = 15;
const FLAP_MS = 150;

/** The network goes and comes, again and again, unless the station ends first. */
export function flap(deps: { readonly clock: Clock; readonly link: Link; readonly isOver: () => boolean }): void {
  let left = FLAPS;
  const next = () =>
    deps.clock.after(FLAP_MS, () => {
      if (deps.isOver() || left === 0) return;
      if (deps.link.isUp) {
        left -= 1;
        deps.link.cut(false);
        deps.link.restore();
      }
      next();
    });
  next();
}

/** A driver who comes at the wrong moment. */
export async function chargeAWhile(
  { charging, clock, connectors }: { charging: Charging; clock: Clock; connectors: readonly Connector[] },
  idTag: string,
  forMs: number,
): Promise<void> {
  const connector = freeConnector(connectors, null);
  if (connector === null) return;
  charging.plugIn(connector);
  try {
    await charging.start(connector, idTag);
    await pause(clock, forMs, new AbortController().signal);
  } catch (error) {
    if (!(error instanceof ChargingRefused)) throw error;
  }
  await charging.unplug(connector);
}
