"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { Instant, Since } from "@/components/time/time";
import { Card, CardHeader } from "@/components/ui/card";
import type { AlertDetail, AlertMemberView } from "@/lib/domain/alerts/alert-view";
import { useDetailText } from "./alert-words";
import { evidenceLinks } from "./evidence-links";

/** What the alert is about, one by one, with where more is to be seen of each. */
export function AlertEvidence({ alert }: { readonly alert: AlertDetail }) {
  const t = useTranslations("alerts.evidence");
  const { concerned, members } = alert;
  return (
    <Card aria-label={t("title")}>
      <CardHeader title={t("title")}>
        {members > concerned.length ? (
          <span className="text-sm text-ink-3">{t("some", { shown: concerned.length, members })}</span>
        ) : null}
      </CardHeader>
      <ul className="divide-y">
        {concerned.map((member) => (
          <Member key={member.label} member={member} alert={alert} />
        ))}
      </ul>
    </Card>
  );
}

type MemberProps = { readonly member: AlertMemberView; readonly alert: AlertDetail };

function Member({ member, alert: { kind } }: MemberProps) {
  const t = useTranslations("alerts.evidence");
  const detailText = useDetailText();
  const { label, identity, siteName, detail, since, leftAt, times } = member;
  const facts = [siteName, detailText(kind, detail), times > 1 ? t("times", { times }) : null];
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2.5" data-member={label}>
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-medium wrap-anywhere">
          {identity === null ? (
            label
          ) : (
            <Link prefetch={false} href={`/chargers/${encodeURIComponent(identity)}`} className="hover:underline">
              {label}
            </Link>
          )}
        </p>
        <p className="text-sm wrap-anywhere text-ink-2">{facts.filter((fact) => fact !== null).join(" · ")}</p>
      </div>
      <p className="text-sm text-ink-2">
        {leftAt === null ? (
          <>
            {t("since")} <Since at={since} />
          </>
        ) : (
          <>
            {t("over")} <Instant at={leftAt} />
          </>
        )}
      </p>
      <p className="flex gap-3 text-sm">
        {evidenceLinks(kind, member).map(({ word, href }) => (
          <Link key={word} prefetch={false} href={href} className="text-accent hover:underline max-md:py-3">
            {t(`link.${word}`)}
          </Link>
        ))}
      </p>
    </li>
  );
}
