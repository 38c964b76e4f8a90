"use client";

import { useTranslations } from "next-intl";
import { Instant } from "@/components/time/time";
import { Card, CardHeader } from "@/components/ui/card";
import type { LocalListEntry } from "@/lib/domain/local-list";
import type { LocalListView } from "@/lib/domain/local-list-view";

/** What the charger does not have yet. */
export function ListChanges({ list }: { readonly list: LocalListView }) {
  const t = useTranslations("cardList");
  const unseen = list.changeCount - list.changes.length;
  return (
    <Card aria-label={t("changes")}>
      <CardHeader title={t("changes")}>
        <span className="text-sm text-ink-3 tabular-nums">{list.changeCount}</span>
      </CardHeader>
      <ul className="divide-y">
        {list.changes.map((entry) => (
          <li
            key={`${entry.tokenUid} ${entry.status ?? ""}`}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2 text-sm"
          >
            <span className="font-mono break-all">{entry.tokenUid}</span>
            <span className="text-ink-2">
              <EntryWord entry={entry} />
            </span>
          </li>
        ))}
      </ul>
      {unseen === 0 ? null : <p className="border-t px-4 py-2 text-sm text-ink-3">{t("more", { count: unseen })}</p>}
    </Card>
  );
}

function EntryWord({ entry }: { readonly entry: LocalListEntry }) {
  const t = useTranslations("cardList");
  const words = useTranslations("tokens");
  const { status, expiresAt, groupUid } = entry;
  if (status === undefined) return t("removed");
  const word = status === "Accepted" ? "accepted" : status === "Expired" ? "expired" : "blocked";
  return (
    <>
      {words(word)}
      {status === "Accepted" && expiresAt !== undefined ? (
        <>
          {" "}
          {words("until")} <Instant at={expiresAt} />
        </>
      ) : null}
      {groupUid === undefined ? null : ` · ${groupUid}`}
    </>
  );
}
