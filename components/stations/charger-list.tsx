"use client";

import { useTranslations } from "next-intl";
import type { BulkActions } from "@/components/bulk/bulk-actions";
import { BulkMenu } from "@/components/bulk/bulk-menu";
import { FollowedRows } from "@/components/lists/followed-rows";
import type { ListAddress } from "@/components/lists/list-address";
import type { FirstPage, LoadPage } from "@/components/lists/list-loading";
import { ListView } from "@/components/lists/list-view";
import { NoRows } from "@/components/lists/no-rows";
import { TakeSelected } from "@/components/lists/take-selected";
import { useListAddress } from "@/components/lists/use-list-address";
import type { ViewActions, ViewCount } from "@/components/lists/view-actions";
import { LiveTopic } from "@/components/live/live-topics";
import { useRefreshOn, useStation } from "@/components/live/use-live";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { filterWord } from "@/lib/domain/filter/charger-fields";
import { CHARGER_COLUMNS_SHOWN } from "@/lib/domain/list-columns";
import { CHARGER_VIEWS, type SavedViewView } from "@/lib/domain/saved-view";
import { STATUS_WORDS, type StatusWord } from "@/lib/domain/station";
import type { StationListItem } from "@/lib/domain/station-view";
import { ChargerCard, useChargerColumns } from "./charger-columns";
import { CHARGER_KIND } from "./charger-kind";
import { StatusFacets } from "./status-facets";

type Props = {
  readonly address: ListAddress;
  readonly first: FirstPage<StationListItem>;
  readonly total: number;
  readonly counts: Readonly<Record<StatusWord, number>>;
  /** How many there were without each term of the filter, where there are none with it. */
  readonly without: readonly ViewCount[];
  readonly views: readonly SavedViewView[];
  readonly mayShare: boolean;
  readonly load: LoadPage<StationListItem>;
  readonly actions: ViewActions;
  readonly bulk: BulkActions;
};

/** Counts and rows that come or go are read again this often; the rows themselves are live. */
const COUNTS_REFRESH_MS = 15_000;
/** Whether a charger is updating is not told live: it is read again when a campaign has moved. */
const UPDATES_REFRESH_MS = 2_000;
const CARD_PX = 76;
const PATH = "/chargers";

export function ChargerList(props: Props) {
  const { address, first, counts } = props;
  const t = useTranslations("chargers");
  const ownNames = useTranslations("lists.own");
  const columns = useChargerColumns();
  useRefreshOn(["stations"], COUNTS_REFRESH_MS);
  useRefreshOn(["rollouts"], UPDATES_REFRESH_MS);
  const { position, renderedAt } = first;
  return (
    <>
      <LiveTopic topic="fleet" position={position} renderedAt={renderedAt} />
      <ListView<StationListItem>
        {...props}
        list="Chargers"
        path={PATH}
        kind={CHARGER_KIND}
        label={t("title")}
        filterLabel={t("search")}
        columns={columns}
        shownByItself={CHARGER_COLUMNS_SHOWN}
        total={{ count: props.total, isCapped: false }}
        nameOfView={(id) => ownNames(CHARGER_VIEWS.find((view) => view.id === id)?.id ?? "all")}
        countOf={(field, word) => (field === "status" ? countOfStatus(counts, word) : null)}
        facets={(go) => <StatusFacets filter={address.filter} counts={counts} onFilter={go} />}
        useLive={useStation}
        nameOf={({ identity }) => identity}
        card={(station) => <ChargerCard station={station} />}
        cardHeight={CARD_PX}
        follow={(visible, isScrolling) => (
          <FollowedRows
            topics={visible.map(({ identity }) => `station:${identity}` as const)}
            {...{ isScrolling, position, renderedAt }}
          />
        )}
        empty={<NoChargers {...props} />}
        selected={(selection) => (
          <>
            <BulkMenu filter={address.filter} selection={selection} actions={props.bulk} />
            <TakeSelected path={`${PATH}/list.csv`} address={address} selection={selection} />
          </>
        )}
      />
    </>
  );
}

function countOfStatus(counts: Props["counts"], asked: string): number | null {
  const word = STATUS_WORDS.find((each) => filterWord(each) === asked);
  return word === undefined ? null : counts[word];
}

function NoChargers({ address, without }: Props) {
  const t = useTranslations("chargers");
  const { go } = useListAddress(PATH, address, CHARGER_KIND);
  if (address.filter !== "") {
    return (
      <NoRows title={t("noMatch")} filter={address.filter} without={without} onFilter={(filter) => go({ filter })} />
    );
  }
  return (
    <EmptyState
      title={t("none")}
      action={
        <ButtonLink href="/chargers/new" variant="primary">
          {t("add")}
        </ButtonLink>
      }
    >
      {t("noneHint")}
    </EmptyState>
  );
}
