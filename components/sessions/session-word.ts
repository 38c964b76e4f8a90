import type { SessionView } from "@/lib/domain/session-view";
import { type ConnectorState, connectorWord, OCCUPANCIES, type StatusWord } from "@/lib/domain/station";

type Session = Pick<SessionView, "chargingState" | "powerW">;

/** The word for a running session: what the charger says of it, else what the meter shows. */
export function sessionWord({ chargingState, powerW }: Session): StatusWord {
  const told = OCCUPANCIES.find((known) => known === chargingState) ?? null;
  const occupancy = told ?? (powerW !== null && powerW > 0 ? "Charging" : null);
  return connectorWord({ status: "Occupied", occupancy });
}

/** The word for a connector; where the charger only says that it is occupied, its session says with what. */
export function wordWithSession(
  connector: Pick<ConnectorState, "status" | "occupancy">,
  session: Session | null,
): StatusWord {
  const word = connectorWord(connector);
  return word === "Occupied" && session !== null ? sessionWord(session) : word;
}
