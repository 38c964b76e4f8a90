"use client";

import { ArrowUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useLine } from "@/components/live/use-live";
import { Card } from "@/components/ui/card";
import { NextPage } from "@/components/ui/next-page";
import type { MessageView } from "@/lib/domain/message-view";
import type { LogTopic } from "@/lib/live/contract";
import { ExportMenu } from "./export-menu";
import type { MessageActions } from "./message-actions";
import { MessageFilters } from "./message-filters";
import { MessageRows } from "./message-rows";
import type { AskedMessages, FoundScope } from "./message-scope";
import { NoMessages } from "./no-messages";
import { ScopeLine } from "./scope-line";
import { FollowSwitch, TailNotice } from "./tail-bar";
import { TAIL_ROWS_MAX, withTail } from "./tail-state";
import { useTail } from "./use-tail";

type Props = {
  /** The charger of the page; null on the page of all. */
  readonly identity: string | null;
  readonly asked: AskedMessages;
  readonly scope: FoundScope;
  readonly messages: readonly MessageView[];
  readonly nextCursor: string | null;
  readonly isFirstPage: boolean;
  readonly readAt: string;
  readonly knownActions: readonly string[];
  readonly exportMax: number;
  readonly actions: MessageActions;
};

/** The message log: filters, the rows, and the live tail on top of them. */
export function MessageViewer(props: Props) {
  const { identity, asked, scope, messages, nextCursor, isFirstPage, readAt } = props;
  const t = useTranslations("messageLog");
  const top = useRef<HTMLDivElement>(null);
  const isAway = useIsOutOfSight(top);
  const { pulse } = useLine();
  const [openKey, setOpenKey] = useState<string | null>(null);
  const isHeld = isAway || openKey !== null || pulse.state === "paused";
  const charger = scope.filter.identity;
  const topic: LogTopic = charger === null ? "log" : `log:${charger}`;
  const { state, switchTo, show } = useTail(topic, scope.filter, isHeld);
  const isPossible = isFirstPage && scope.to === null;
  useEffect(() => {
    if (!isPossible) switchTo(false);
    // oxlint-disable-next-line react/exhaustive-deps -- `switchTo` is new at each render
  }, [isPossible]);
  const shown = withTail(messages, state);
  const catchUp = (): void => {
    setOpenKey(null);
    show();
    window.scrollTo({ top: 0 });
  };
  return (
    <>
      <MessageFilters asked={asked} isOfOne={identity !== null} actions={props.knownActions} />
      <div className="mb-2 flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <ScopeLine scope={scope} session={asked.session} readAt={readAt} />
        <div className="flex items-center gap-3 max-md:w-full max-md:justify-between">
          <FollowSwitch state={state} isPossible={isPossible} onSwitch={switchTo} />
          <ExportMenu scope={scope} asked={asked} rowsMax={props.exportMax} />
        </div>
      </div>
      <div ref={top} />
      <Card aria-label={t("title")}>
        {state.waitingCount === 0 ? null : (
          <div className="sticky top-12 z-20 flex h-0 justify-center">
            <button
              type="button"
              onClick={catchUp}
              className="mt-0.5 inline-flex h-8 items-center gap-1.5 rounded-full bg-ink px-3.5 text-sm font-medium text-surface shadow-pop hover:bg-ink-2 max-md:h-11"
            >
              <ArrowUp aria-hidden className="size-3.5" />
              {t("follow.waiting", { count: state.waitingCount })}
            </button>
          </div>
        )}
        <TailNotice state={state} isHeld={isHeld} />
        {shown.length === 0 ? (
          <NoMessages asked={asked} isOfOne={identity !== null} searched={scope.searched} nextCursor={nextCursor} />
        ) : (
          <MessageRows
            messages={shown}
            isOfOne={charger !== null}
            openKey={openKey}
            onOpen={setOpenKey}
            actions={props.actions}
          />
        )}
      </Card>
      {shown.length === 0 || shown.length >= TAIL_ROWS_MAX ? null : (
        <NextPage shown={shown.length} total={null} nextCursor={nextCursor} isFirstPage={isFirstPage} />
      )}
    </>
  );
}

/** Has the reader scrolled past it? */
function useIsOutOfSight(ref: React.RefObject<HTMLElement | null>): boolean {
  const [isOut, setIsOut] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const observer = new IntersectionObserver(([entry]) => setIsOut(entry !== undefined && !entry.isIntersecting));
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return isOut;
}
