"use client";

import { useTranslations } from "next-intl";
import { FollowedRows } from "@/components/lists/followed-rows";
import type { ListAddress } from "@/components/lists/list-address";
import type { FirstPage, LoadPage } from "@/components/lists/list-loading";
import { ListView } from "@/components/lists/list-view";
import { NoRows } from "@/components/lists/no-rows";
import { TakeSelected } from "@/components/lists/take-selected";
import { useListAddress } from "@/components/lists/use-list-address";
import type { ViewActions, ViewCount } from "@/components/lists/view-actions";
import { LiveTopic } from "@/components/live/live-topics";
import { useRefreshOn, useSession } from "@/components/live/use-live";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { tidyFilter } from "@/lib/domain/filter/change-filter";
import { sessionColumnsShown } from "@/lib/domain/list-columns";
import { type SavedViewView, SESSION_VIEWS } from "@/lib/domain/saved-view";
import type { SessionListItem } from "@/lib/domain/session-view";
import { SessionCard, useSessionColumns } from "./session-columns";
import { SESSION_KIND, subjectOf } from "./session-kind";

type Props = {
  readonly address: ListAddress;
  readonly first: FirstPage<SessionListItem>;
  readonly total: ViewCount;
  /** How many there were without each term of the filter, where there are none with it. */
  readonly without: readonly ViewCount[];
  readonly views: readonly SavedViewView[];
  readonly mayShare: boolean;
  readonly load: LoadPage<SessionListItem>;
  readonly actions: ViewActions;
};

/** Sessions that begin or end are read again this often; the rows themselves are live. */
const ROWS_REFRESH_MS = 5_000;
const CARD_PX = 76;
const REVIEW_CARD_PX = 102;
const PATH = "/sessions";

/** Sessions; those that begin while one looks appear, those that end leave the live list. */
export function SessionList(props: Props) {
  const { address, first } = props;
  const t = useTranslations("sessions");
  const ownNames = useTranslations("lists.own");
  const filterWords = useTranslations("lists.filter");
  const columns = useSessionColumns();
  useRefreshOn(["sessions"], ROWS_REFRESH_MS);
  const { position, renderedAt } = first;
  const subject = subjectOf(address.filter);
  const isReview = subject === "review";
  return (
    <>
      <LiveTopic topic="fleet" position={position} renderedAt={renderedAt} />
      <ListView<SessionListItem>
        {...props}
        list="Sessions"
        path={PATH}
        kind={SESSION_KIND}
        label={t("title")}
        filterLabel={filterWords("sessions")}
        columns={columns}
        shownByItself={sessionColumnsShown({ isEnded: subject === "ended", isReview })}
        nameOfView={(id) => ownNames(SESSION_VIEWS.find((view) => view.id === id)?.id ?? "live")}
        useLive={useSessionRow}
        nameOf={({ id }) => String(id)}
        card={(session) => <SessionCard session={session} isReview={isReview} />}
        cardHeight={isReview ? REVIEW_CARD_PX : CARD_PX}
        follow={(visible, isScrolling) => (
          <FollowedRows
            topics={visible.filter(({ phase }) => phase === "Active").map(({ id }) => `session:${id}` as const)}
            {...{ isScrolling, position, renderedAt }}
          />
        )}
        empty={<NoSessions {...props} />}
        selected={(selection) => <TakeSelected path={`${PATH}/list.csv`} address={address} selection={selection} />}
      />
    </>
  );
}

/** The live channel does not tell of places. */
const useSessionRow = (row: SessionListItem): SessionListItem => ({ ...row, ...useSession(row) });

function NoSessions({ address, without }: Props) {
  const t = useTranslations("sessions");
  const words = useTranslations("sessionProblem");
  const { go } = useListAddress(PATH, address, SESSION_KIND);
  const subject = subjectOf(address.filter);
  const isPlain = tidyFilter(address.filter) === OWN_FILTERS.get(subject ?? "");
  if (subject === null || !isPlain) {
    return (
      <NoRows title={t("noMatch")} filter={address.filter} without={without} onFilter={(filter) => go({ filter })} />
    );
  }
  if (subject !== "live" && subject !== "ended") {
    return <EmptyState title={words(`none.${subject}`)}>{words(`noneHint.${subject}`)}</EmptyState>;
  }
  return (
    <EmptyState title={t(`none.${subject}`)} action={<ButtonLink href="/chargers">{t("toChargers")}</ButtonLink>}>
      {t(`noneHint.${subject}`)}
    </EmptyState>
  );
}

const OWN_FILTERS: ReadonlyMap<string, string> = new Map(SESSION_VIEWS.map(({ id, filter }) => [id, filter]));
