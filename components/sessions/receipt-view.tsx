"use client";

import { Printer } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useFigures } from "@/components/figures/use-figures";
import { useInstantText, useSpanText } from "@/components/time/time";
import { Button } from "@/components/ui/button";
import type { ReceiptView as Receipt } from "@/lib/domain/receipt";

type Props = { readonly receipt: Receipt; readonly madeAt: string };

/** A session on paper, in the time of the place where it was. */
export function ReceiptView({ receipt, madeAt }: Props) {
  const t = useTranslations("receipt");
  const instantText = useInstantText(receipt.timeZone);
  return (
    <article className="mx-auto max-w-xl print:mx-0 print:max-w-none" data-receipt={receipt.state}>
      <header className="mb-5 flex flex-wrap items-end justify-between gap-3 print:hidden">
        <Link href={`/sessions/${receipt.sessionId}`} className="text-sm text-ink-3 hover:text-ink">
          {t("session", { id: String(receipt.sessionId) })}
          <span aria-hidden> ›</span>
        </Link>
        <Button onClick={() => window.print()}>
          <Printer aria-hidden className="size-3.5" />
          {t("print")}
        </Button>
      </header>
      <div className="rounded-lg border bg-surface p-6 print:rounded-none print:border-0 print:p-0 max-sm:p-4">
        <h1 className="text-lg font-semibold">{t("titleOf", { id: String(receipt.sessionId) })}</h1>
        {receipt.siteName === null ? null : <p className="mt-1 font-medium">{receipt.siteName}</p>}
        {receipt.siteAddress === null ? null : <p className="whitespace-pre-line text-ink-2">{receipt.siteAddress}</p>}
        <StateLine state={receipt.state} />
        <Energy receipt={receipt} />
        <Facts receipt={receipt} />
        <p className="mt-6 border-t pt-3 text-xs text-ink-3">
          {t("made", { at: instantText(madeAt), zone: receipt.timeZone })}
        </p>
      </div>
    </article>
  );
}

/** What keeps it from being the last word. */
function StateLine({ state }: Pick<Receipt, "state">) {
  const t = useTranslations("receipt");
  if (state === "Final") return null;
  return (
    <p role="note" className="mt-4 rounded-md border border-line-strong bg-warn-soft px-3 py-2 text-sm text-warn-ink">
      {t(`state.${state}`)}
    </p>
  );
}

function Energy({ receipt }: { readonly receipt: Receipt }) {
  const t = useTranslations("receipt");
  const story = useTranslations("energyStory");
  const figures = useFigures();
  const kwh = (wh: number | null): string => (wh === null ? "—" : `${figures.kilowattHours(wh) ?? "—"} kWh`);
  return (
    <dl className="mt-5 border-y py-3 tabular-nums">
      <Row name={t("meterStart")}>{kwh(receipt.meterStartWh)}</Row>
      <Row name={t("meterStop")}>{kwh(receipt.meterStopWh)}</Row>
      <div className="mt-2 flex items-baseline justify-between gap-4">
        <dt>
          <span className="font-semibold">{t("energy")}</span>
          <span className="block text-xs text-ink-3">{story(`result.${receipt.method}`)}</span>
        </dt>
        <dd className="text-xl font-semibold whitespace-nowrap" data-testid="receipt-energy">
          {kwh(receipt.energyWh)}
        </dd>
      </div>
    </dl>
  );
}

function Facts({ receipt }: { readonly receipt: Receipt }) {
  const t = useTranslations("receipt");
  const session = useTranslations("session");
  const instantText = useInstantText(receipt.timeZone);
  const spanText = useSpanText();
  const { startedAt, endedAt, tokenEnd, meterSerialNumber } = receipt;
  const charger = receipt.stationName === null ? receipt.identity : `${receipt.stationName} (${receipt.identity})`;
  return (
    <dl className="mt-4">
      <Row name={t("charger")}>{charger}</Row>
      <Row name={t("connector")}>
        {receipt.evse === 0 ? session("connectorUnknown") : session("connector", { evse: receipt.evse })}
      </Row>
      <Row name={t("card")}>{tokenEnd === null ? session("noToken") : t("cardEnding", { end: tokenEnd })}</Row>
      <Row name={t("started")}>{instantText(startedAt)}</Row>
      <Row name={t("ended")}>{endedAt === null ? "—" : instantText(endedAt)}</Row>
      <Row name={t("duration")}>{endedAt === null ? "—" : spanText(Date.parse(endedAt) - Date.parse(startedAt))}</Row>
      {meterSerialNumber === null ? null : <Row name={t("meter")}>{meterSerialNumber}</Row>}
    </dl>
  );
}

function Row({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-4 py-1">
      <dt className="text-ink-2">{name}</dt>
      <dd className="min-w-0 text-right wrap-anywhere tabular-nums">{children}</dd>
    </div>
  );
}
