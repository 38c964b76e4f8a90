"use client";

import { useTranslations } from "next-intl";
import { toast } from "sonner";
import { CommandButton } from "@/components/commands/command-button";
import { CommandsInPlace, isUnderWay } from "@/components/commands/commands-in-place";
import { useCommandRequest } from "@/components/commands/use-command-request";
import type { ActionResult } from "@/components/form/action-result";
import { useAction } from "@/components/form/use-action";
import { LiveTopic } from "@/components/live/live-topics";
import { useCommands, useRefreshOn, useStation, useTakeCommand } from "@/components/live/use-live";
import { Age } from "@/components/time/time";
import { Card, CardHeader } from "@/components/ui/card";
import type { CommandView } from "@/lib/domain/command-view";
import type { LocalListView } from "@/lib/domain/local-list-view";
import type { StationDetail } from "@/lib/domain/station-view";
import { isConnected } from "../shown-status";
import { ListChanges } from "./list-changes";
import { ListFacts } from "./list-facts";
import { ListState } from "./list-state";

type Send = (identity: string) => Promise<ActionResult<LocalListView>>;

type Props = {
  readonly list: LocalListView;
  readonly station: StationDetail;
  readonly position: number;
  readonly renderedAt: string;
  readonly commands: readonly CommandView[];
  readonly send: Send;
};

const SHOWN = new Set(["SendLocalList", "GetLocalListVersion", "ClearCache"]);
const REFRESH_MS = 1_000;

/** A charger's own list of cards: what it has, what it lacks, and the ways to change that. */
export function CardListView({ list, position, renderedAt, send, ...props }: Props) {
  const t = useTranslations("cardList");
  const station = useStation(props.station);
  const { identity } = station;
  const commands = useCommands(identity, props.commands).filter(({ name }) => SHOWN.has(name));
  // What a list holds is not streamed: it is read again when a command about it went on.
  useRefreshOn([`station:${identity}`, "commands"], REFRESH_MS);
  const isHere = isConnected(station.connectivity);
  return (
    <>
      <LiveTopic topic={`station:${identity}`} position={position} renderedAt={renderedAt} />
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="flex min-w-0 flex-col gap-5">
          <Card aria-label={t("list")}>
            <CardHeader title={t("list")}>
              <ListState list={list} />
            </CardHeader>
            <div className="flex flex-col gap-4 p-4">
              <Explanation list={list} />
              <Actions list={list} commands={commands} isHere={isHere} send={send} />
              <CommandsInPlace commands={commands.filter(({ name }) => name !== "ClearCache").slice(0, 1)} />
            </div>
          </Card>
          {list.changeCount === 0 ? null : <ListChanges list={list} />}
        </div>
        <div className="flex flex-col gap-5">
          <ListFacts list={list} />
          <CacheCard list={list} commands={commands.filter(({ name }) => name === "ClearCache")} isHere={isHere} />
        </div>
      </div>
    </>
  );
}

function Explanation({ list }: { readonly list: LocalListView }) {
  const t = useTranslations("cardList");
  const { state, problem, changeCount, withoutRoomCount, entriesMax } = list;
  const isNotTaken = state === "Failed" && problem === "VersionNotTaken";
  return (
    <div className="flex max-w-prose flex-col gap-2">
      <p>
        {isNotTaken
          ? t("explain.VersionNotTaken")
          : t(`explain.${state}`, { count: changeCount, problem: problem ?? "—" })}
      </p>
      {withoutRoomCount === 0 ? null : (
        <p className="rounded-md bg-warn-soft px-2.5 py-1.5 text-sm text-warn-ink">
          {t("withoutRoom", { count: withoutRoomCount, max: entriesMax ?? 0 })}
        </p>
      )}
    </div>
  );
}

type ActionsProps = {
  readonly list: LocalListView;
  readonly commands: readonly CommandView[];
  readonly isHere: boolean;
  readonly send: Send;
};

function Actions({ list, commands, isHere, send }: ActionsProps) {
  const t = useTranslations("cardList");
  const { run, isPending } = useAction();
  const takeCommand = useTakeCommand();
  const { identity, state } = list;
  const isNeeded = state !== "InSync" && state !== "Unsupported";
  const isBusy =
    !isHere || isPending || isUnderWay(commands, "SendLocalList") || isUnderWay(commands, "GetLocalListVersion");
  const start = (): void =>
    run(
      async () => {
        const result = await send(identity);
        if (!result.ok) toast.error(result.error.message);
        return result;
      },
      ({ step }) => (step === null ? undefined : takeCommand(step)),
    );
  return (
    <div className="flex flex-wrap gap-2">
      <CommandButton variant={isNeeded ? "primary" : "secondary"} disabled={isBusy} onClick={start}>
        {t("send")}
      </CommandButton>
      <AskButton key={commands[0]?.id ?? ""} identity={identity} command="GetLocalListVersion" isBusy={isBusy}>
        {t("ask")}
      </AskButton>
    </div>
  );
}

/** Keyed by the last command: each asking is one of its own. */
function AskButton({
  identity,
  command,
  isBusy,
  children,
}: {
  readonly identity: string;
  readonly command: "GetLocalListVersion" | "ClearCache";
  readonly isBusy: boolean;
  readonly children: string;
}) {
  const { ask, isPending } = useCommandRequest(identity, () => undefined);
  return (
    <CommandButton disabled={isBusy || isPending} onClick={() => ask({ type: command })}>
      {children}
    </CommandButton>
  );
}

type CacheProps = Pick<ActionsProps, "list" | "commands" | "isHere">;

function CacheCard({ list, commands, isHere }: CacheProps) {
  const t = useTranslations("cardList");
  return (
    <Card aria-label={t("cache")}>
      <CardHeader title={t("cache")} />
      <div className="flex flex-col items-start gap-3 p-4 text-sm">
        <p className="text-ink-2">{t("cacheIntro")}</p>
        <p>
          <span className="text-ink-3">{t("cleared")}: </span>
          {list.cacheClearedAt === null ? t("neverCleared") : <Age at={list.cacheClearedAt} />}
        </p>
        <AskButton
          key={commands[0]?.id ?? ""}
          identity={list.identity}
          command="ClearCache"
          isBusy={!isHere || isUnderWay(commands, "ClearCache")}
        >
          {t("clear")}
        </AskButton>
        <div className="w-full">
          <CommandsInPlace commands={commands} />
        </div>
      </div>
    </Card>
  );
}
