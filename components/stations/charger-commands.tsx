"use client";

import { CommandHistory } from "@/components/commands/command-history";
import { useCommands, useStation } from "@/components/live/use-live";
import { NextPage } from "@/components/ui/next-page";
import type { CommandView } from "@/lib/domain/command-view";
import { ChargerFrame, type ChargerSnapshot } from "./charger-frame";

type Props = ChargerSnapshot & {
  readonly shown: readonly CommandView[];
  readonly nextCursor: string | null;
  readonly isFirstPage: boolean;
};

/** All that was ever asked of one charger. */
export function ChargerCommands({ shown, nextCursor, isFirstPage, ...snapshot }: Props) {
  const station = useStation(snapshot.station);
  const commands = useCommands(station.identity, snapshot.commands);
  const live = useCommands(station.identity, shown);
  const ids = new Set(shown.map(({ id }) => id));
  // New ones belong on the first page; on the others, only what has become of theirs.
  const listed = isFirstPage ? live : live.filter(({ id }) => ids.has(id));
  return (
    <ChargerFrame {...snapshot} station={station} commands={commands}>
      <CommandHistory commands={listed} moreHref={null} />
      <NextPage shown={listed.length} total={null} nextCursor={nextCursor} isFirstPage={isFirstPage} />
    </ChargerFrame>
  );
}
