import type { Metadata } from "next";
import { lockCharger, unlockCharger } from "@/app/(operator)/firmware/campaigns/[id]/actions";
import { operatorContext } from "@/app/context";
import { mayDo } from "@/app/may";
import { orNotFound } from "@/app/or-not-found";
import { ChargerView } from "@/components/stations/charger-view";
import { CARRIED_CHARS_MAX } from "@/lib/domain/message-view";
import { readStationFirmware } from "@/lib/services/campaigns/read-station-firmware";
import { listCommands } from "@/lib/services/commands/list-commands";
import { listMessages } from "@/lib/services/messages/list-messages";
import { listReservations } from "@/lib/services/reservations/list-reservations";
import { listSessions } from "@/lib/services/sessions/list-sessions";
import { readStation } from "@/lib/services/stations/read-station";
import { listTokens } from "@/lib/services/tokens/list-tokens";

type Props = { readonly params: Promise<{ readonly identity: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).identity) };
}

export default async function ChargerPage({ params }: Props) {
  const ctx = await operatorContext();
  const identity = decodeURIComponent((await params).identity);
  // First the position, then the rest: an event told twice does no harm, a missed one does.
  const { position, ...station } = await orNotFound(readStation(ctx, identity));
  const [live, latest, commands, messages, tokens, reservations, firmware] = await Promise.all([
    listSessions(ctx, { identity, phase: "live", limit: 50 }),
    listSessions(ctx, { identity, limit: 20 }),
    listCommands(ctx, { identity, limit: 20 }),
    listMessages(ctx, { identity, limit: 10, from: daysBefore(ctx.now(), 30) }, CARRIED_CHARS_MAX),
    listTokens(ctx, { status: "Accepted", limit: 100 }),
    listReservations(ctx, { identity, phase: "current", limit: 50 }),
    readStationFirmware(ctx, identity),
  ]);
  const maySteer = mayDo(ctx, "steer-campaigns");
  return (
    <ChargerView
      station={station}
      position={position}
      renderedAt={ctx.now().toISOString()}
      sessions={[...live.items, ...latest.items.filter(({ phase }) => phase === "Ended")]}
      commands={commands.items}
      messages={messages.items}
      tokens={tokens.items}
      reservations={reservations.items}
      firmware={{ firmware, lock: maySteer ? lockCharger : null, unlock: maySteer ? unlockCharger : null }}
      lastTokenUid={latest.items[0]?.tokenUid ?? null}
    />
  );
}

/** A charger that has been away for long shows what it said last. */
const daysBefore = (now: Date, days: number): string => new Date(now.getTime() - days * 86_400_000).toISOString();
