"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { Cell, HeaderCell, NUMBER, Table } from "@/components/ui/table";
import type { TokenImportPreview } from "@/lib/domain/token-import";
import { RowErrors } from "./row-errors";

type Props = {
  readonly preview: TokenImportPreview;
  readonly isPending: boolean;
  /** The books have changed since: what is shown is no longer what would happen. */
  readonly isOutdated: boolean;
  readonly lookAgain: () => void;
  readonly goBack: () => void;
  readonly take: (leavesOutErrors: boolean) => void;
};

/** What would change, before anything does. */
export function ImportPreview({ preview, isPending, isOutdated, lookAgain, goBack, take }: Props) {
  const t = useTranslations("tokenImport");
  const [leavesOut, setLeavesOut] = useState(false);
  const { counts, errorsTotal, rowsWithErrors } = preview;
  const changes = counts.New + counts.Changed;
  const isBlocked = changes === 0 || isPending || (errorsTotal > 0 && !leavesOut);
  return (
    <>
      <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        <Count label={t("counts.New")} count={counts.New} />
        <Count label={t("counts.Changed")} count={counts.Changed} />
        <Count label={t("counts.Same")} count={counts.Same} />
        <Count label={t("counts.errors")} count={rowsWithErrors} isBad={errorsTotal > 0} />
      </dl>
      <Notes preview={preview} />
      {errorsTotal > 0 ? <RowErrors errors={preview.errors} total={errorsTotal} /> : null}
      {preview.first.length > 0 ? <First preview={preview} /> : null}
      {errorsTotal > 0 && changes > 0 ? (
        <label className="flex items-center gap-2.5">
          <input
            type="checkbox"
            className="size-4 accent-ink"
            checked={leavesOut}
            onChange={(event) => setLeavesOut(event.target.checked)}
          />
          {t("leaveOut", { count: rowsWithErrors })}
        </label>
      ) : null}
      <div className="flex flex-wrap gap-2">
        {isOutdated ? (
          <Button variant="primary" onClick={lookAgain}>
            {t("lookAgain")}
          </Button>
        ) : (
          <Button variant="primary" aria-disabled={isBlocked} onClick={() => (isBlocked ? undefined : take(leavesOut))}>
            {isPending ? t("taking") : t("take", { count: changes })}
          </Button>
        )}
        <Button onClick={goBack}>{t("back")}</Button>
      </div>
    </>
  );
}

function Count({
  label,
  count,
  isBad = false,
}: {
  readonly label: string;
  readonly count: number;
  readonly isBad?: boolean;
}) {
  return (
    <div className="rounded-lg border bg-surface px-4 py-3">
      <dt className="text-sm text-ink-2">{label}</dt>
      <dd className={`text-xl font-semibold tabular-nums ${isBad ? "text-fault-ink" : ""}`}>{count}</dd>
    </div>
  );
}

function Notes({ preview: { newGroups, unknownColumns, counts } }: { readonly preview: TokenImportPreview }) {
  const t = useTranslations("tokenImport");
  return (
    <ul className="flex flex-col gap-1 text-ink-2 empty:hidden">
      {counts.New + counts.Changed === 0 ? <li>{t("nothing")}</li> : null}
      {newGroups.length > 0 ? <li>{t("newGroups", { count: newGroups.length, names: some(newGroups) })}</li> : null}
      {unknownColumns.length > 0 ? <li>{t("unknownColumns", { names: some(unknownColumns) })}</li> : null}
    </ul>
  );
}

const some = (names: readonly string[]): string =>
  names.length > 8 ? `${names.slice(0, 8).join(", ")}, …` : names.join(", ");

function First({ preview }: { readonly preview: TokenImportPreview }) {
  const t = useTranslations("tokenImport");
  const total = preview.counts.New + preview.counts.Changed;
  return (
    <Card>
      <CardHeader title={t("first", { count: preview.first.length, total })} />
      <div className="overflow-x-auto">
        <Table>
          <thead>
            <tr>
              <HeaderCell className={NUMBER}>{t("line")}</HeaderCell>
              <HeaderCell>{t("uid")}</HeaderCell>
              <HeaderCell>{t("label")}</HeaderCell>
              <HeaderCell>{t("group")}</HeaderCell>
              <HeaderCell>{t("effect")}</HeaderCell>
            </tr>
          </thead>
          <tbody>
            {preview.first.map(({ line, uid, label, groupId, status, change }) => (
              <tr key={line}>
                <Cell className={`${NUMBER} text-ink-3`}>{line}</Cell>
                <Cell className="font-mono">{uid}</Cell>
                <Cell>{label ?? "–"}</Cell>
                <Cell>{groupId ?? "–"}</Cell>
                <Cell>
                  {t(`change.${change}`)}
                  {status === "Blocked" ? `, ${t("blocked")}` : ""}
                </Cell>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
    </Card>
  );
}
