"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useFigures } from "@/components/figures/use-figures";
import { ZonedTime } from "@/components/firmware/zoned-time";
import { useNow } from "@/components/live/use-live";
import { Card, CardHeader } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import type { SiteDetail } from "@/lib/domain/site-view";
import { placeText } from "./place-text";

const MINUTE_MS = 60_000;

/** What is known of the place itself. Not told is a dash. */
export function SiteFacts({ site }: { readonly site: SiteDetail }) {
  const t = useTranslations("sites");
  const figures = useFigures();
  const minute = Math.floor(useNow() / MINUTE_MS) * MINUTE_MS;
  const place = placeText(site);
  return (
    <Card aria-label={t("facts")}>
      <CardHeader title={t("facts")} />
      <dl className="flex flex-col gap-2.5 p-4 text-sm">
        <Fact name={t("timeZone")}>
          {site.timeZone}
          <span className="block text-ink-3 [&>time]:whitespace-normal">
            <ZonedTime at={new Date(minute).toISOString()} timeZone={site.timeZone} />
          </span>
        </Fact>
        <Fact name={t("address")}>{site.address}</Fact>
        <Fact name={t("coordinates")}>
          {place === null ? null : (
            <span className="-my-1 flex items-center justify-between gap-1">
              <span className="tabular-nums">{place}</span>
              <CopyButton text={place} label={t("copyCoordinates")} />
            </span>
          )}
        </Fact>
        <Fact name={t("capacity")}>{site.capacityKw === null ? null : `${figures.whole(site.capacityKw)} kW`}</Fact>
        <Fact name={t("contact")}>
          <Contact site={site} />
        </Fact>
        <Fact name={t("cards")}>
          {t(`policyShort.${site.unknownTokens}`)}
          {site.sendsCardLists ? <span className="block">{t("cardListsOn")}</span> : null}
        </Fact>
      </dl>
    </Card>
  );
}

const LINK = "block underline decoration-line-strong underline-offset-2 hover:decoration-ink break-all";

function Contact({ site }: { readonly site: SiteDetail }) {
  const { contactName, contactPhone, contactEmail } = site;
  if (contactName === null && contactPhone === null && contactEmail === null) {
    return <span className="text-ink-3">—</span>;
  }
  return (
    <>
      {contactName}
      {contactPhone === null ? null : (
        <a className={LINK} href={`tel:${contactPhone.replace(/[^+\d]/g, "")}`}>
          {contactPhone}
        </a>
      )}
      {contactEmail === null ? null : (
        <a className={LINK} href={`mailto:${contactEmail}`}>
          {contactEmail}
        </a>
      )}
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="grid grid-cols-[6rem_minmax(0,1fr)] items-baseline gap-2">
      <dt className="text-ink-3">{name}</dt>
      <dd className="break-words">{children ?? <span className="text-ink-3">—</span>}</dd>
    </div>
  );
}
