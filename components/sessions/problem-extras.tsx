"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useFigures } from "@/components/figures/use-figures";
import { Since } from "@/components/time/time";
import { Card, CardHeader } from "@/components/ui/card";
import type { OrphanReadings, UnstartedSession } from "@/lib/domain/unstarted-session";

/** What charges, or should, without a session; nothing where there is none. */
export function UnstartedList({ items }: { readonly items: readonly UnstartedSession[] }) {
  const t = useTranslations("sessionProblem");
  if (items.length === 0) return null;
  return (
    <Card aria-label={t("unstarted")} className="mt-5">
      <CardHeader title={t("unstarted")} />
      <ul className="divide-y">
        {items.map(({ identity, evse, connector, why, since, commandId }) => (
          <Row
            key={commandId ?? `${identity}/${evse}/${connector}`}
            identity={identity}
            place={t("place", { identity, evse })}
            right={
              <>
                {t("since")} <Since at={since} />
              </>
            }
          >
            {t(why)}
          </Row>
        ))}
      </ul>
    </Card>
  );
}

/** Readings that name a transaction nobody knows; nothing where there are none. */
export function OrphanList({ items }: { readonly items: readonly OrphanReadings[] }) {
  const t = useTranslations("sessionProblem");
  const figures = useFigures();
  if (items.length === 0) return null;
  return (
    <Card aria-label={t("orphans")} className="mt-5">
      <CardHeader title={t("orphans")} />
      <ul className="divide-y">
        {items.map(({ identity, evse, stationTransaction, count, firstWh, lastWh }) => (
          <Row
            key={`${identity}/${evse}/${stationTransaction}`}
            identity={identity}
            place={evse === 0 ? t("mainMeter", { identity }) : t("place", { identity, evse })}
            right={t("range", {
              first: figures.kilowattHours(firstWh) ?? "",
              last: figures.kilowattHours(lastWh) ?? "",
            })}
          >
            {t("orphan", { count, name: stationTransaction })}
          </Row>
        ))}
      </ul>
    </Card>
  );
}

type RowProps = {
  readonly identity: string;
  readonly place: string;
  readonly right: ReactNode;
  readonly children: ReactNode;
};

const Row = ({ identity, place, right, children }: RowProps) => (
  <li className="relative flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 px-4 py-2.5 hover:bg-sunken">
    <div className="min-w-0">
      <Link
        prefetch={false}
        href={`/chargers/${encodeURIComponent(identity)}`}
        className="font-medium after:absolute after:inset-0"
      >
        {place}
      </Link>
      <p className="text-sm text-ink-2">{children}</p>
    </div>
    <span className="text-sm text-ink-3 tabular-nums">{right}</span>
  </li>
);
