"use client";

import { ListFilter } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { FilterChip } from "@/components/ui/filter-chip";
import { useSearchParamsChange } from "@/components/ui/use-search-params-change";
import { DIRECTIONS, RESULT_KINDS } from "@/lib/domain/message-view";
import { ChosenFilter, TypedFilter } from "./filter-controls";
import type { AskedMessages } from "./message-scope";
import { TimeFilter } from "./time-filter";

type Props = {
  readonly asked: AskedMessages;
  /** The page of one charger has no choice of chargers. */
  readonly isOfOne: boolean;
  readonly actions: readonly string[];
};

/** The address is the state: every filter is in it. On a telephone they are folded away. */
export function MessageFilters({ asked, isOfOne, actions }: Props) {
  const t = useTranslations("messageLog.filter");
  const { hrefWith } = useSearchParamsChange();
  const [isUnfolded, setIsUnfolded] = useState(false);
  const [hasMore, setHasMore] = useState(asked.messageId !== null || asked.session !== null);
  const count = countOf(asked, isOfOne);
  return (
    <div className="mb-3 grid gap-2">
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-2 md:hidden">
        <TypedFilter name="text" type="search" label={t("text")} value={asked.text} isShortHand />
        <Button aria-expanded={isUnfolded} onClick={() => setIsUnfolded(!isUnfolded)}>
          <ListFilter aria-hidden className="size-4" />
          {count === 0 ? t("show") : t("showCount", { count })}
        </Button>
      </div>
      <div role="group" aria-label={t("label")} className={classNames("grid gap-2", !isUnfolded && "max-md:hidden")}>
        <div className="grid grid-cols-2 gap-2 md:flex md:flex-wrap md:items-center">
          <TypedFilter
            name="text"
            type="search"
            label={t("text")}
            value={asked.text}
            isShortHand
            className="max-md:hidden md:w-56"
          />
          {isOfOne ? null : (
            <TypedFilter name="charger" label={t("charger")} value={asked.charger} isShortHand className="md:w-36" />
          )}
          <WhatChoices asked={asked} actions={actions} />
          <TimeFilter asked={asked} />
          <HowChoices asked={asked} />
          <span className="flex flex-wrap items-center gap-2 max-md:col-span-2">
            <FilterChip href={hrefWith({ hide: asked.hidesRoutine ? null : "routine" })} isOn={asked.hidesRoutine}>
              {t("hideRoutine")}
            </FilterChip>
            <Button variant="quiet" aria-expanded={hasMore} onClick={() => setHasMore(!hasMore)}>
              {t(hasMore ? "less" : "more")}
            </Button>
          </span>
          {hasMore ? (
            <>
              <TypedFilter
                name="id"
                label={t("messageId")}
                value={asked.messageId}
                isShortHand
                className="max-md:col-span-2 md:w-56"
              />
              <TypedFilter
                name="session"
                inputMode="numeric"
                label={t("session")}
                value={asked.session}
                isShortHand
                className="max-md:col-span-2 md:w-32"
              />
            </>
          ) : null}
        </div>
      </div>
    </div>
  );
}

const SLOW_MS = ["100", "500", "1000", "5000"];

/** A value from the address that is none of the usual ones is one more choice. */
const withChosen = (usual: readonly string[], chosen: string | null): readonly string[] =>
  chosen === null || usual.includes(chosen) ? usual : [...usual, chosen];

const RESULTS = [...RESULT_KINDS, "Problem"] as const;

function WhatChoices({ asked: { action, result }, actions }: Pick<Props, "asked" | "actions">) {
  const t = useTranslations("messageLog");
  const { change } = useSearchParamsChange();
  const wordOf = (kind: string): string => {
    const found = RESULTS.find((each) => each === kind);
    return found === undefined ? kind : t(`result.${found}`);
  };
  return (
    <>
      <span className="min-w-0 md:w-44">
        <ChosenFilter
          label={t("filter.action")}
          value={action ?? ""}
          options={[["", t("filter.anyAction")], ...withChosen(actions, action).map((name) => [name, name] as const)]}
          onChoose={(chosen) => change({ action: chosen })}
        />
      </span>
      <span className="min-w-0 md:w-36">
        <ChosenFilter
          label={t("filter.result")}
          value={result ?? ""}
          options={[
            ["", t("filter.anyResult")],
            ...withChosen(RESULTS, result).map((kind) => [kind, wordOf(kind)] as const),
          ]}
          onChoose={(chosen) => change({ result: chosen })}
        />
      </span>
    </>
  );
}

function HowChoices({ asked: { direction, slower } }: Pick<Props, "asked">) {
  const t = useTranslations("messageLog");
  const { change } = useSearchParamsChange();
  const slow = (ms: string): string =>
    Number(ms) < 1000
      ? t("filter.slowerThan", { ms: Number(ms) })
      : t("filter.slowerThanSeconds", { seconds: Number(ms) / 1000 });
  return (
    <>
      <span className="min-w-0 md:w-40">
        <ChosenFilter
          label={t("filter.direction")}
          value={direction ?? ""}
          options={[["", t("filter.anyDirection")], ...DIRECTIONS.map((way) => [way, t(`direction.${way}`)] as const)]}
          onChoose={(chosen) => change({ direction: chosen })}
        />
      </span>
      <span className="min-w-0 md:w-40">
        <ChosenFilter
          label={t("filter.slower")}
          value={slower ?? ""}
          options={[["", t("filter.anyLatency")], ...withChosen(SLOW_MS, slower).map((ms) => [ms, slow(ms)] as const)]}
          onChoose={(chosen) => change({ slower: chosen })}
        />
      </span>
    </>
  );
}

function countOf(asked: AskedMessages, isOfOne: boolean): number {
  const { charger, action, result, direction, slower, text, messageId, session, hidesRoutine } = asked;
  const chosen = [isOfOne ? null : charger, action, result, direction, slower, text, messageId, session];
  return chosen.filter((value) => value !== null).length + (hidesRoutine ? 1 : 0);
}
