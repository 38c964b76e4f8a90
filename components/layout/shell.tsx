"use client";

import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { LivePill } from "@/components/live/live-pill";
import { useLine, useRefreshOn, useUnattended } from "@/components/live/use-live";
import { Instant } from "@/components/time/time";
import type { RefusalView } from "@/lib/domain/station-view";
import type { Unattended } from "@/lib/live/store";
import { BottomBar } from "./bottom-bar";
import { ConsoleKeys } from "./console-keys";
import { placeOf } from "./navigation";
import type { OperatorCard } from "./operator-card";
import { SideBar } from "./side-bar";
import { ThemeMenu } from "./theme-menu";
import { TitleState } from "./title-state";
import { UserMenu } from "./user-menu";
import { Wordmark } from "./wordmark";

type Props = {
  readonly operator: OperatorCard;
  readonly inbox: readonly RefusalView[];
  /** Alerts that nobody sees to. */
  readonly unattended: Unattended;
  readonly signOut: () => Promise<void>;
  readonly children: ReactNode;
};

const INBOX_REFRESH_MS = 10_000;

export function Shell({ operator, inbox, unattended, signOut, children }: Props) {
  const t = useTranslations("app");
  const here = placeOf(usePathname());
  const { isTrusted, pulse } = useLine();
  const counts = { inbox: new Set(inbox.map(({ identity }) => identity)).size, alerts: useUnattended(unattended) };
  // Who has been refused for good is not told by the event; the books know.
  useRefreshOn(["refusals"], INBOX_REFRESH_MS);
  return (
    <div className="flex min-h-dvh">
      <TitleState isTrusted={isTrusted} />
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-ink focus:px-3 focus:py-2 focus:text-surface"
      >
        {t("skipToContent")}
      </a>
      <SideBar here={here} counts={counts} />
      <div className="flex min-w-0 flex-1 flex-col">
        <header className="sticky top-0 z-30 flex h-12 items-center justify-between gap-2 border-b bg-bg px-4 md:px-6 print:hidden">
          <div className="md:hidden">
            <Wordmark />
          </div>
          <div className="max-md:ml-auto">
            <ConsoleKeys />
          </div>
          <div className="flex items-center gap-1">
            <LivePill />
            <ThemeMenu />
            <UserMenu operator={operator} signOut={signOut} />
          </div>
        </header>
        <main
          id="content"
          data-trusted={isTrusted}
          className="mx-auto w-full max-w-6xl flex-1 px-4 py-5 pb-24 transition-opacity data-[trusted=false]:opacity-[0.96] data-[trusted=false]:saturate-50 md:px-6 md:pb-10 print:max-w-none print:p-0"
        >
          {isTrusted ? null : <NotLive since={"since" in pulse ? pulse.since : null} />}
          {children}
        </main>
        <BottomBar here={here} counts={counts} />
      </div>
    </div>
  );
}

/** Said where one looks, not only in the corner: nothing on this page is known to be true now. */
function NotLive({ since }: { readonly since: number | null }) {
  const t = useTranslations("live");
  return (
    <p className="appear mb-4 rounded-lg bg-warn-soft px-4 py-2.5 text-warn-ink">
      {t("notLive")} {since === null ? null : <Instant at={new Date(since).toISOString()} />}
    </p>
  );
}
