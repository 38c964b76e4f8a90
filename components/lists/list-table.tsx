"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useRef } from "react";
import { classNames } from "@/components/ui/class-names";
import type { Density } from "@/lib/domain/saved-view";
import { ariaSort, type Column, sortAfter } from "./column";
import type { RowKeys } from "./row-keys";
import { useIsNarrow } from "./use-is-narrow";
import { useVisibleRows } from "./use-visible-rows";

type Keyed = { readonly id: number };

export type ListTableProps<Row extends Keyed> = {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** Null = nobody counted them. */
  readonly total: number | null;
  readonly sort: string;
  readonly onSort: (sort: string) => void;
  readonly density: Density;
  /** The row with what the live channel has told since. */
  readonly useLive: (row: Row) => Row;
  /** What a row is called, for its checkbox. */
  readonly nameOf: (row: Row) => string;
  readonly card: (row: Row) => ReactNode;
  /** In px. */
  readonly cardHeight: number;
  readonly selection: {
    readonly isSelected: (id: number) => boolean;
    readonly choose: (id: number, isRange: boolean) => void;
    readonly isWhole: boolean;
    readonly chooseLoaded: () => void;
  };
  readonly keys: RowKeys;
  readonly onNearEnd: () => void;
  /** A further page is on its way. */
  readonly isLoading: boolean;
  /** What stands behind the visible rows; told which they are. */
  readonly follow: (visible: readonly Row[], isScrolling: boolean) => ReactNode;
};

const HEIGHTS: Readonly<Record<Density, number>> = { compact: 32, default: 40, touch: 48 };

/** Rows of which only those in the window are drawn: a table where there is room for one, else cards. */
export function ListTable<Row extends Keyed>(props: ListTableProps<Row>) {
  const { rows, density, cardHeight, keys } = props;
  const list = useRef<HTMLDivElement>(null);
  const isNarrow = useIsNarrow();
  const rowHeight = isNarrow === true ? cardHeight : HEIGHTS[density];
  const window = useVisibleRows({
    list,
    count: rows.length,
    rowHeight,
    onNearEnd: props.onNearEnd,
    isLoading: props.isLoading,
  });
  const visible = window.places.flatMap((place) => rows[place] ?? []);
  const first = window.places[0] ?? 0;
  const room = { paddingTop: window.before, paddingBottom: window.after };
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- keys of the rows within, which are links and boxes
    <div onKeyDown={keys.onKeyDown}>
      {props.follow(visible, window.isScrolling)}
      {isNarrow === true ? null : (
        <div role="table" aria-label={props.label} aria-rowcount={props.total ?? -1} className="text-sm max-md:hidden">
          <Heading {...props} />
          <div ref={isNarrow === null ? undefined : list} role="rowgroup" style={room}>
            {visible.map((row, place) => (
              <TableRow key={row.id} {...props} row={row} place={first + place} height={HEIGHTS[density]} />
            ))}
          </div>
        </div>
      )}
      {isNarrow === false ? null : (
        <div ref={isNarrow === null ? undefined : list} className="md:hidden" style={room}>
          <ul className="divide-y">
            {visible.map((row, place) => (
              <CardRow key={row.id} {...props} row={row} place={first + place} height={cardHeight} />
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

const tracks = (columns: readonly { readonly width: string }[]): string =>
  `2.75rem ${columns.map(({ width }) => width).join(" ")}`;

function Heading<Row extends Keyed>({ columns, sort, onSort, selection }: ListTableProps<Row>) {
  const t = useTranslations("lists");
  return (
    <div role="rowgroup" className="sticky top-12 z-10 rounded-t-xl border-b bg-surface">
      <div
        role="row"
        aria-rowindex={1}
        className="grid h-9 items-center"
        style={{ gridTemplateColumns: tracks(columns) }}
      >
        <div role="columnheader" className="flex justify-center">
          <input
            type="checkbox"
            aria-label={t("selection.loaded")}
            checked={selection.isWhole}
            onChange={selection.chooseLoaded}
            className="size-4 accent-ink"
          />
        </div>
        {columns.map((column) => (
          <div
            key={column.name}
            role="columnheader"
            aria-sort={ariaSort(sort, column.sort)}
            className={classNames("min-w-0 px-2 text-xs font-medium text-ink-3", column.isNumber && "text-right")}
          >
            <SortHeading column={column} sort={sort} onSort={onSort} />
          </div>
        ))}
      </div>
    </div>
  );
}

function SortHeading<Row>({
  column,
  sort,
  onSort,
}: {
  readonly column: Column<Row>;
  readonly sort: string;
  readonly onSort: (sort: string) => void;
}) {
  if (column.sort === null) return <span className="block truncate">{column.label}</span>;
  const { sort: own, isNumber = false } = column;
  const isOn = sort.replace(/^-/, "") === own;
  const Arrow = sort.startsWith("-") ? ArrowDown : ArrowUp;
  return (
    <button
      type="button"
      onClick={() => onSort(sortAfter(sort, { sort: own, isNumber }))}
      className={classNames(
        "inline-flex h-7 max-w-full items-center gap-1 rounded-sm hover:text-ink",
        isNumber && "flex-row-reverse",
        isOn && "text-ink",
      )}
    >
      <span className="truncate">{column.label}</span>
      {isOn ? <Arrow aria-hidden className="size-3 shrink-0" /> : null}
    </button>
  );
}

type RowProps<Row extends Keyed> = ListTableProps<Row> & {
  readonly row: Row;
  readonly place: number;
  readonly height: number;
};

function TableRow<Row extends Keyed>({ row, place, height, columns, useLive, nameOf, selection }: RowProps<Row>) {
  const live = useLive(row);
  const isSelected = selection.isSelected(row.id);
  return (
    <div
      role="row"
      aria-rowindex={place + 2}
      data-place={place}
      data-row={row.id}
      data-selected={isSelected}
      style={{ gridTemplateColumns: tracks(columns), height }}
      className="relative grid items-center border-b last:border-b-0 hover:bg-sunken data-[selected=true]:bg-accent-soft"
    >
      <div role="cell" className="relative z-1 flex h-full items-center justify-center">
        <RowBox name={nameOf(row)} isSelected={isSelected} onChoose={(isRange) => selection.choose(row.id, isRange)} />
      </div>
      {columns.map((column) => (
        <div
          key={column.name}
          role="cell"
          data-column={column.name}
          className={classNames("min-w-0 truncate px-2", column.isNumber && "text-right tabular-nums")}
        >
          {column.cell(live)}
        </div>
      ))}
    </div>
  );
}

function CardRow<Row extends Keyed>({ row, place, height, useLive, nameOf, card, selection }: RowProps<Row>) {
  const live = useLive(row);
  const isSelected = selection.isSelected(row.id);
  return (
    <li
      data-place={place}
      data-row={row.id}
      data-selected={isSelected}
      style={{ height }}
      className="relative flex items-center gap-1 overflow-hidden pr-4 data-[selected=true]:bg-accent-soft"
    >
      <span className="relative z-1 flex h-full w-11 shrink-0 items-center justify-center">
        <RowBox name={nameOf(row)} isSelected={isSelected} onChoose={(isRange) => selection.choose(row.id, isRange)} />
      </span>
      <div className="min-w-0 flex-1">{card(live)}</div>
    </li>
  );
}

/** The whole cell is the target; with Shift it reaches from the box that was chosen last. */
function RowBox({
  name,
  isSelected,
  onChoose,
}: {
  readonly name: string;
  readonly isSelected: boolean;
  readonly onChoose: (isRange: boolean) => void;
}) {
  const t = useTranslations("lists");
  return (
    <label className="flex size-full cursor-pointer items-center justify-center select-none">
      <input
        type="checkbox"
        aria-label={t("selection.row", { name })}
        checked={isSelected}
        onClick={(event) => onChoose(event.shiftKey)}
        onChange={() => undefined}
        className="size-4 accent-ink"
      />
    </label>
  );
}
