"use client";

import { RefreshCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CommandButton } from "@/components/commands/command-button";
import { CommandsInPlace } from "@/components/commands/commands-in-place";
import { useDirectCommand } from "@/components/commands/use-direct-command";
import { useCommands, useRefreshOn, useStation } from "@/components/live/use-live";
import { ChargerFrame, type ChargerSnapshot } from "@/components/stations/charger-frame";
import { isConnected } from "@/components/stations/shown-status";
import { Card, CardHeader } from "@/components/ui/card";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { SearchBox } from "@/components/ui/search-box";
import type { CommandView } from "@/lib/domain/command-view";
import { tellsAllSettings } from "@/lib/domain/protocol";
import type { SettingsView, SettingView } from "@/lib/domain/setting-view";
import { standardSetting, USUAL_VARIABLES } from "@/lib/domain/standard-settings";
import { ChangeSettingForm } from "./change-setting-form";
import { NamedSetting } from "./named-setting";
import { RestartNotice } from "./restart-notice";
import { isReadingAll, settingsAskedBy } from "./setting-commands";
import { SettingRow } from "./setting-row";
import { useSettingWords } from "./setting-words";

type Props = { readonly snapshot: ChargerSnapshot; readonly settings: SettingsView; readonly q: string };

const REFRESH_MS = 500;
const KEYS_PER_QUESTION = 10;

/** What a charger told of its settings, each with its age, and how they are read again and changed. */
export function SettingsPageView({ snapshot, settings, q }: Props) {
  const t = useTranslations("settings");
  const words = useSettingWords();
  const station = useStation(snapshot.station);
  const commands = useCommands(station.identity, snapshot.commands);
  useRefreshOn(["commands", `station:${station.identity}`], REFRESH_MS);
  const [changing, setChanging] = useState<SettingView | null>(null);
  const shown = settings.items.filter(({ key }) => matches(q, key, words.about(key)));
  const close = (): void => setChanging(null);
  return (
    <ChargerFrame {...snapshot} station={station} commands={commands}>
      <div className="flex flex-col gap-4">
        <CommandsInPlace commands={commands.filter(isAboutAll)} />
        <RestartNotice
          identity={station.identity}
          isConnected={isConnected(station.connectivity)}
          sessionCount={snapshot.sessionCount}
          waiting={settings.items.filter(({ needsRestart }) => needsRestart).length}
        />
        <div className="flex flex-wrap items-start justify-between gap-2">
          <SearchBox q={q} label={t("search")} />
          <ReadMany identity={station.identity} settings={settings} ocppVersion={station.ocppVersion} />
        </div>
        {tellsAllSettings(station.ocppVersion) ? null : <p className="text-sm text-ink-2">{t("onlySingle")}</p>}
        <Card aria-label={t("title")}>
          <CardHeader title={t("title")}>
            <span className="text-sm text-ink-3">{t("asTold")}</span>
          </CardHeader>
          {shown.length === 0 ? (
            <EmptyState title={t(settings.items.length === 0 ? "none" : "noMatch")}>
              {settings.items.length === 0 ? t("noneHint") : null}
            </EmptyState>
          ) : (
            <ul className="divide-y">
              {shown.map((setting) => (
                <SettingRow
                  key={setting.key}
                  identity={station.identity}
                  setting={setting}
                  commands={commands}
                  onChange={() => setChanging(setting)}
                />
              ))}
            </ul>
          )}
        </Card>
        <NamedSetting identity={station.identity} onChange={(key) => setChanging(unread(key))} />
      </div>
      <Dialog
        open={changing !== null}
        onOpenChange={(open) => (open ? undefined : close())}
        title={t("change.title")}
        description={<span className="font-mono text-sm break-all">{changing?.key}</span>}
      >
        {changing === null ? null : (
          <ChangeSettingForm
            identity={station.identity}
            isConnected={isConnected(station.connectivity)}
            setting={settings.items.find(({ key }) => key === changing.key) ?? changing}
            onClose={close}
          />
        )}
      </Dialog>
    </ChargerFrame>
  );
}

const matches = (q: string, key: string, about: string | null): boolean => {
  const wanted = q.trim().toLowerCase();
  return key.toLowerCase().includes(wanted) || (about ?? "").toLowerCase().includes(wanted);
};

const isAboutAll = (command: CommandView): boolean =>
  isReadingAll(command) || command.name === "Reset" || (settingsAskedBy(command)?.length ?? 0) > 1;

/** A setting of which nothing has been told. */
const unread = (key: string): SettingView => ({
  key,
  value: null,
  isReadonly: null,
  isKnown: true,
  isSecret: false,
  readAt: null,
  needsRestart: false,
  changedAt: null,
});

type ReadManyProps = {
  readonly identity: string;
  readonly settings: SettingsView;
  readonly ocppVersion: string | null;
};

/** All of them where the charger can tell all; else those that nearly every charger has, in as many questions as it needs. */
function ReadMany({ identity, settings, ocppVersion }: ReadManyProps) {
  const t = useTranslations("settings");
  const { ask, isPending } = useDirectCommand(identity);
  const canTellAll = tellsAllSettings(ocppVersion);
  const perQuestion = Math.min(settings.keysPerReadMax ?? KEYS_PER_QUESTION, KEYS_PER_QUESTION);
  const read = (): void => {
    if (isPending) return;
    if (canTellAll) return ask({ type: "GetSettings" });
    ask(...chunks(USUAL_VARIABLES, perQuestion).map((keys) => ({ type: "GetSettings", keys }) as const));
  };
  const hasStandard = settings.items.some(({ key }) => standardSetting(key) !== null);
  return (
    <CommandButton variant={hasStandard ? "secondary" : "primary"} onClick={read}>
      <RefreshCw aria-hidden className="size-3.5" />
      {t(canTellAll ? "readAll" : "readUsual")}
    </CommandButton>
  );
}

function chunks<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  const parts: (readonly Item[])[] = [];
  for (let from = 0; from < items.length; from += size) parts.push(items.slice(from, from + size));
  return parts;
}
