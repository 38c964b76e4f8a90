"use client";

import { useTranslations } from "next-intl";
import { shownAddress } from "@/components/stations/doctor/patient";
import { Instant, Since, useSpanText } from "@/components/time/time";
import { Card, CardHeader } from "@/components/ui/card";
import { Cell, HeaderCell, Table } from "@/components/ui/table";
import type { ConnectionView } from "@/lib/domain/health-view";

/** The last connections: from when to when, and who ended them how. */
export function ConnectionsCard({ connections }: { readonly connections: readonly ConnectionView[] }) {
  const t = useTranslations("health");
  if (connections.length === 0) {
    return (
      <Card aria-label={t("connections")}>
        <CardHeader title={t("connections")} />
        <p className="p-4 text-ink-2">{t("noConnections")}</p>
      </Card>
    );
  }
  return (
    <Card aria-label={t("connections")}>
      <CardHeader title={t("connections")} />
      <Table className="max-md:hidden">
        <thead>
          <tr>
            <HeaderCell>{t("opened")}</HeaderCell>
            <HeaderCell>{t("lasted")}</HeaderCell>
            <HeaderCell>{t("ended")}</HeaderCell>
            <HeaderCell>{t("ping")}</HeaderCell>
            <HeaderCell>{t("address")}</HeaderCell>
          </tr>
        </thead>
        <tbody className="[&>tr:last-child>td]:border-b-0">
          {connections.map((connection) => (
            <tr key={connection.epoch} data-epoch={connection.epoch}>
              <Cell>
                <Instant at={connection.openedAt} />
              </Cell>
              <Cell className="whitespace-nowrap tabular-nums">
                <Lasted connection={connection} />
              </Cell>
              <Cell className="py-2">
                <Ending connection={connection} />
              </Cell>
              <Cell className="whitespace-nowrap text-ink-2 tabular-nums">{pingText(connection)}</Cell>
              <Cell className="min-w-32 py-2 text-ink-2">
                <Access connection={connection} />
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
      <ul className="divide-y md:hidden">
        {connections.map((connection) => (
          <li key={connection.epoch} className="flex flex-col gap-0.5 px-4 py-3">
            <p className="flex items-baseline justify-between gap-3 tabular-nums">
              <Instant at={connection.openedAt} />
              <span className="text-sm text-ink-2">
                <Lasted connection={connection} />
              </span>
            </p>
            <Ending connection={connection} />
            <p className="text-sm text-ink-3">
              {pingText(connection)} · <Access connection={connection} />
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}

const pingText = ({ pings }: ConnectionView): string => (pings === null ? "—" : `${pings.medianMs} ms`);

function Access({ connection: { remoteAddress, securityProfile } }: { readonly connection: ConnectionView }) {
  const t = useTranslations("health");
  return (
    <>
      <span className="wrap-anywhere">{remoteAddress === null ? "—" : shownAddress(remoteAddress)}</span>
      {securityProfile === null ? null : (
        <span className="whitespace-nowrap text-ink-3 md:block">
          <span className="md:hidden"> · </span>
          {t("profile", { profile: securityProfile })}
        </span>
      )}
    </>
  );
}

function Lasted({ connection: { openedAt, closedAt } }: { readonly connection: ConnectionView }) {
  const spanText = useSpanText();
  return closedAt === null ? <Since at={openedAt} /> : spanText(Date.parse(closedAt) - Date.parse(openedAt));
}

function Ending({ connection: { closing, closeCode } }: { readonly connection: ConnectionView }) {
  const t = useTranslations("health");
  if (closing === null) return <span className="font-medium text-ready-ink">{t("open")}</span>;
  return (
    <span data-closing={closing.word}>
      {t(`closing.${closing.word}`)}{" "}
      <span className="text-ink-3">
        {t(`by.${closing.by}`)}
        {closeCode === null ? null : `, ${t("code", { code: closeCode })}`}
      </span>
    </span>
  );
}
