"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useMemo } from "react";
import { tidyFilter } from "@/lib/domain/filter/change-filter";
import { ownViews, type SavedViewView, type ViewList } from "@/lib/domain/saved-view";
import type { Column } from "./column";
import { ColumnsMenu } from "./columns-menu";
import { ListExportMenu } from "./export-menu";
import { FilterBar } from "./filter-bar";
import { type ListAddress, type ListKind, showsSame } from "./list-address";
import { ListRows, type RowsProps } from "./list-rows";
import { addressOfView, useListAddress } from "./use-list-address";
import type { ViewActions } from "./view-actions";
import { ViewMenu } from "./view-menu";
import { type Tab, ViewTabs } from "./view-tabs";

type Keyed = { readonly id: number };

type Props<Row extends Keyed> = Omit<RowsProps<Row>, "columns" | "address" | "onSort" | "isBusy"> & {
  readonly list: ViewList;
  readonly path: string;
  readonly kind: ListKind;
  readonly address: ListAddress;
  readonly filterLabel: string;
  readonly columns: readonly Column<Row>[];
  /** The names of those that are shown where the address says nothing. */
  readonly shownByItself: readonly string[];
  readonly views: readonly SavedViewView[];
  readonly mayShare: boolean;
  readonly nameOfView: (id: string) => string;
  readonly actions: ViewActions;
  readonly countOf?: (field: string, word: string) => number | null;
  /** Further filters, between the field and the rows. */
  readonly facets?: (go: (filter: string) => void) => ReactNode;
};

/** A list with all that its address holds: views as tabs, the filter, its rows in their order, columns and height. */
export function ListView<Row extends Keyed>(props: Props<Row>) {
  const { list, path, kind, address, columns, views, actions } = props;
  const t = useTranslations("lists");
  const navigation = useListAddress(path, address, kind);
  const { go, isPending } = navigation;
  const saved = views.find(({ id }) => id === address.view) ?? null;
  const tabs = tabsOf(props, navigation);
  const shown = address.columns ?? props.shownByItself;
  const inOrder = useMemo(() => columns.filter(({ name }) => shown.includes(name)), [columns, shown]);
  const filterTo = (filter: string): void => go({ filter });
  return (
    <>
      <ViewTabs
        list={list}
        label={t("views.label", { title: props.label })}
        tabs={tabs}
        active={saved?.id ?? ownTabOf(list, address)}
        count={actions.count}
        renderedAt={props.first.renderedAt}
        views={views}
      />
      <FilterBar
        list={list}
        label={props.filterLabel}
        catalog={kind.catalog}
        filter={address.filter}
        onFilter={filterTo}
        isBusy={isPending}
        suggest={actions.suggest}
        {...(props.countOf === undefined ? {} : { countOf: props.countOf })}
      />
      <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
        <div className="min-w-0 flex-1">{props.facets?.(filterTo)}</div>
        <div className="flex flex-wrap gap-2">
          <ViewMenu
            list={list}
            address={address}
            current={saved}
            isChanged={saved !== null && !showsSame(address, addressOfView(saved, kind))}
            others={views.filter(({ isPinned }) => !isPinned)}
            onOpen={navigation.openView}
            mayShare={props.mayShare}
            actions={actions}
          />
          <ColumnsMenu
            columns={columns}
            shown={shown}
            isOwn={address.columns !== null}
            onColumns={(names) => go({ columns: names })}
            density={address.density}
            onDensity={(density) => go({ density })}
          />
          <ListExportMenu path={`${path}/list.csv`} address={address} shown={shown} />
        </div>
      </div>
      <ListRows
        key={`${address.filter}\n${address.sort}`}
        {...props}
        columns={inOrder}
        isBusy={isPending}
        onSort={(sort) => go({ sort })}
      />
    </>
  );
}

/** What everybody has, and the saved views that are pinned. */
function tabsOf<Row extends Keyed>(
  { list, views, nameOfView }: Props<Row>,
  { hrefOf, hrefOfView }: ReturnType<typeof useListAddress>,
): readonly Tab[] {
  return [
    ...ownViews(list).map(
      (view): Tab => ({
        id: view.id,
        name: nameOfView(view.id),
        href: hrefOf(view.filter, view.sort),
        isShared: false,
      }),
    ),
    ...views
      .filter(({ isPinned }) => isPinned)
      .map((view): Tab => ({ id: view.id, name: view.name, href: hrefOfView(view), isShared: view.isShared })),
  ];
}

const ownTabOf = (list: ViewList, { filter }: ListAddress): string | null =>
  ownViews(list).find((view) => tidyFilter(view.filter) === tidyFilter(filter))?.id ?? null;
