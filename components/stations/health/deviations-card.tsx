"use client";

import Link from "next/link";
import { useMessages, useTranslations } from "next-intl";
import { Age, Instant } from "@/components/time/time";
import { Card, CardHeader } from "@/components/ui/card";
import type { DeviationView } from "@/lib/domain/station-view";

type Props = { readonly identity: string; readonly deviations: readonly DeviationView[] };

/** What this charger says otherwise than the norm, and what was done about it. */
export function DeviationsCard({ identity, deviations }: Props) {
  const t = useTranslations("health");
  return (
    <Card aria-label={t("deviations")}>
      <CardHeader title={t("deviations")} />
      {deviations.length === 0 ? (
        <p className="p-4 text-ink-2">{t("noDeviations")}</p>
      ) : (
        <>
          <p className="px-4 pt-3 text-sm text-ink-2">{t("deviationsHint")}</p>
          <ul className="divide-y">
            {deviations.map((deviation) => (
              <Deviation key={deviation.repair} identity={identity} deviation={deviation} />
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}

function Deviation({ identity, deviation }: { readonly identity: string; readonly deviation: DeviationView }) {
  const t = useTranslations("health");
  const sentence = useDeviationText();
  const { repair, count, firstAt, lastAt, exampleMessageId } = deviation;
  const text = sentence(repair);
  // The message was received at the time of the deviation; the log wants to know where to look.
  const within = new URLSearchParams({
    id: exampleMessageId,
    from: minutesFrom(lastAt, -1),
    to: minutesFrom(lastAt, 1),
  });
  const href = `/chargers/${encodeURIComponent(identity)}/messages?${within}`;
  return (
    <li className="flex flex-col gap-0.5 px-4 py-3" data-repair={repair}>
      <p>{text}</p>
      <p className="text-sm text-ink-3">
        <span className="tabular-nums">{t("count", { count })}</span> · {t("first")} <Instant at={firstAt} /> ·{" "}
        {t("last")} <Age at={lastAt} /> ·{" "}
        <Link
          prefetch={false}
          href={href}
          aria-label={t("exampleOf", { name: text })}
          className="text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
        >
          {t("example")}
        </Link>
      </p>
    </li>
  );
}

const minutesFrom = (at: string, minutes: number): string => new Date(Date.parse(at) + minutes * 60_000).toISOString();

/** The sentence of a repair; one that has none yet is told by its name. */
function useDeviationText(): (repair: string) => string {
  const t = useTranslations("deviation");
  const sentences: Readonly<Record<string, string>> = useMessages().deviation;
  return (repair) => sentences[repair] ?? t("other", { name: repair });
}
