"use client";

import { RefreshCw } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { FormFault } from "@/components/form/form-fault";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { classNames } from "@/components/ui/class-names";
import type { ListAddress } from "./list-address";
import type { FirstPage, LoadPage } from "./list-loading";
import { ListTable, type ListTableProps } from "./list-table";
import { useRowKeys } from "./row-keys";
import { SelectBar } from "./select-bar";
import { useHeld } from "./use-held";
import { useRows } from "./use-rows";
import { useChoice, useSelection } from "./use-selection";
import type { ViewCount } from "./view-actions";

type Keyed = { readonly id: number };

export type RowsProps<Row extends Keyed> = Pick<
  ListTableProps<Row>,
  "label" | "columns" | "onSort" | "useLive" | "nameOf" | "card" | "cardHeight" | "follow"
> & {
  readonly first: FirstPage<Row>;
  /** Null = it is not known. */
  readonly total: ViewCount;
  readonly address: ListAddress;
  readonly load: LoadPage<Row>;
  readonly isBusy: boolean;
  /** What stands there instead of rows. */
  readonly empty: ReactNode;
  /** What can be done with the rows that are chosen. */
  readonly selected: (selection: ReturnType<typeof useSelection>) => ReactNode;
};

/** The rows of one filter in one order: read page by page as one scrolls, live, and not jumping under the hand. */
export function ListRows<Row extends Keyed>(props: RowsProps<Row>) {
  const { first, address, load, isBusy, total } = props;
  const { isHeld, hold } = useHeld();
  const choice = useChoice();
  const list = useRows({
    first,
    load,
    filter: address.filter,
    sort: address.sort,
    isHeld: isHeld || choice.isAny,
  });
  const selection = useSelection(choice, list.rows);
  const keys = useRowKeys(selection.choose);
  if (list.rows.length === 0) return <Card aria-label={props.label}>{props.empty}</Card>;
  return (
    <>
      {list.movedCount === 0 ? null : <Moved count={list.movedCount} onSort={list.sortAgain} />}
      <Card
        aria-label={props.label}
        aria-busy={isBusy}
        className={classNames("transition-opacity", isBusy && "opacity-60")}
        {...hold}
      >
        <ListTable
          {...props}
          rows={list.rows}
          total={total.isCapped ? null : total.count}
          sort={address.sort}
          density={address.density}
          selection={selection}
          keys={keys}
          isLoading={list.isLoading}
          onNearEnd={list.fault === null ? list.loadMore : () => undefined}
        />
      </Card>
      <Foot {...props} list={list} />
      <SelectBar selection={selection} total={total.isCapped ? null : total.count} renderedAt={first.renderedAt}>
        {props.selected(selection)}
      </SelectBar>
    </>
  );
}

function Moved({ count, onSort }: { readonly count: number; readonly onSort: () => void }) {
  const t = useTranslations("lists");
  return (
    <p
      role="status"
      className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md bg-accent-soft px-3 py-1.5 text-sm text-accent"
    >
      {t("moved", { count })}
      <Button size="small" onClick={onSort}>
        <RefreshCw aria-hidden className="size-3.5" />
        {t("sortAgain")}
      </Button>
    </p>
  );
}

function Foot<Row extends Keyed>({
  total,
  list,
}: Pick<RowsProps<Row>, "total"> & { readonly list: ReturnType<typeof useRows<Row>> }) {
  const t = useTranslations("lists");
  const format = useFormatter();
  const shown = format.number(list.rows.length);
  const all = total.count === null ? null : format.number(total.count);
  return (
    <div className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-2 text-sm text-ink-3 tabular-nums">
      <p data-shown={list.rows.length} data-total={total.count}>
        {all === null
          ? t("shown", { shown })
          : t("shownOf", { shown, total: total.isCapped ? t("moreThan", { count: all }) : all })}
      </p>
      {list.isLoading ? <p role="status">{t("loading")}</p> : null}
      {list.fault === null ? null : (
        <div className="flex flex-wrap items-center gap-2">
          <FormFault fault={list.fault} />
          <Button size="small" onClick={list.loadMore}>
            {t("again")}
          </Button>
        </div>
      )}
    </div>
  );
}
