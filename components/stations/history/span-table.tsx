"use client";

import { useTranslations } from "next-intl";
import { Instant, useSpanText } from "@/components/time/time";
import { Cell, HeaderCell, Table } from "@/components/ui/table";
import { type ConnectorHistory, within } from "@/lib/domain/state-history";
import { HistoryState } from "./history-words";

export type NamedLane = ConnectorHistory & { readonly name: string };

const ROWS_MAX = 300;

type Props = {
  readonly lanes: readonly NamedLane[];
  readonly window: { readonly from: string; readonly to: string };
};

/** The lanes as rows, newest first: what is too short for a lane has its row. */
export function SpanTable({ lanes, window }: Props) {
  const t = useTranslations("stateHistory");
  const spanText = useSpanText();
  const rows = lanes
    .flatMap(({ name, spans }) => within(spans, window).map((span) => ({ name, ...span })))
    .toSorted((a, b) => Date.parse(b.from) - Date.parse(a.from));
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
    <div tabIndex={0} role="region" aria-label={t("asTable")} className="max-h-96 overflow-auto">
      <Table>
        <thead className="sticky top-0 bg-surface">
          <tr>
            <HeaderCell>{t("from")}</HeaderCell>
            <HeaderCell>{t("where")}</HeaderCell>
            <HeaderCell>{t("state")}</HeaderCell>
            <HeaderCell className="text-right">{t("lasted")}</HeaderCell>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, ROWS_MAX).map((row) => (
            <tr key={`${row.name}/${row.from}`}>
              <Cell>
                <Instant at={row.from} precise />
              </Cell>
              <Cell>{row.name}</Cell>
              <Cell>
                <HistoryState word={row.word} errorCode={row.errorCode} />
              </Cell>
              <Cell className="text-right whitespace-nowrap tabular-nums">
                {spanText(Date.parse(row.to) - Date.parse(row.from))}
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
      {rows.length > ROWS_MAX ? <p className="px-4 py-2 text-sm text-ink-2">{t("rows", { shown: ROWS_MAX })}</p> : null}
    </div>
  );
}
