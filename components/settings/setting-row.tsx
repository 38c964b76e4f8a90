"use client";

import { RefreshCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { Fragment } from "react";
import { CommandButton } from "@/components/commands/command-button";
import { CommandsInPlace, isUnderWay } from "@/components/commands/commands-in-place";
import { useDirectCommand } from "@/components/commands/use-direct-command";
import { Age } from "@/components/time/time";
import type { CommandView } from "@/lib/domain/command-view";
import type { SettingView } from "@/lib/domain/setting-view";
import { isSettled } from "@/lib/domain/station-command";
import { isChanging, isReading } from "./setting-commands";
import { useSettingWords } from "./setting-words";

type Props = {
  readonly identity: string;
  readonly setting: SettingView;
  readonly commands: readonly CommandView[];
  readonly onChange: () => void;
};

/** One setting: what it does, what it was told to be and when, and what is being made of it. */
export function SettingRow({ identity, setting, commands, onChange }: Props) {
  const t = useTranslations("settings");
  const words = useSettingWords();
  const { ask } = useDirectCommand(identity);
  const { key } = setting;
  const about = words.about(key);
  const changes = commands.filter((command) => isChanging(command, key));
  const isBeingRead = commands.some((command) => isReading(command, key) && !isSettled(command.state));
  return (
    <li className="px-4 py-3" data-setting={key} data-needs-restart={setting.needsRestart}>
      <div className="grid gap-x-5 gap-y-2 md:grid-cols-[minmax(0,1fr)_minmax(0,16rem)_11.5rem] md:items-start">
        <div className="min-w-0">
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <span className="font-mono text-sm break-all">{key}</span>
            {setting.isReadonly === true ? <Chip>{t("readOnly")}</Chip> : null}
            {setting.needsRestart ? <Chip isWarning>{t("needsRestart")}</Chip> : null}
          </p>
          {about === null ? null : <p className="mt-0.5 max-w-prose text-sm text-ink-2">{about}</p>}
        </div>
        <div className="min-w-0">
          <Value setting={setting} unit={words.unit(key)} />
          <p className="mt-0.5 text-xs text-ink-3">{isBeingRead ? t("reading") : <Told readAt={setting.readAt} />}</p>
        </div>
        <div className="flex gap-2 md:justify-end">
          <CommandButton
            size="small"
            variant="quiet"
            aria-label={t("readOne", { key })}
            onClick={() => (isBeingRead ? undefined : ask({ type: "GetSettings", keys: [key] }))}
          >
            <RefreshCw aria-hidden className="size-3.5" />
            {t("readAgain")}
          </CommandButton>
          {setting.isReadonly === true || isUnderWay(changes, "ChangeSetting") ? null : (
            <CommandButton size="small" aria-label={t("changeOne", { key })} onClick={onChange}>
              {t("change.open")}
            </CommandButton>
          )}
        </div>
      </div>
      <div className="mt-2 empty:hidden">
        <CommandsInPlace commands={changes.slice(0, 1)} />
      </div>
    </li>
  );
}

function Value({ setting, unit }: { readonly setting: SettingView; readonly unit: string | null }) {
  const t = useTranslations("settings");
  const { value, isKnown, isSecret, readAt } = setting;
  if (!isKnown) return <p className="text-sm text-ink-3">{t("unknown")}</p>;
  if (isSecret) return <p className="text-sm text-ink-3">{t("secret")}</p>;
  if (value === null) return <p className="text-sm text-ink-3">{t(readAt === null ? "notRead" : "notTold")}</p>;
  if (value === "") return <p className="text-sm text-ink-3">{t("empty")}</p>;
  return (
    <p className="text-sm break-words" data-testid="setting-value">
      <span className="font-mono">
        <Breakable text={value} />
      </span>
      {unit === null ? null : <span className="text-ink-3"> {unit}</span>}
    </p>
  );
}

/** Long lists of measurands have no blanks: they may break after a dot or a comma. */
function Breakable({ text }: { readonly text: string }) {
  return text.split(/(?<=[.,])/).map((part, place) => (
    // oxlint-disable-next-line react/no-array-index-key -- a part has no name but its place
    <Fragment key={place}>
      {part}
      <wbr />
    </Fragment>
  ));
}

function Told({ readAt }: { readonly readAt: string | null }) {
  const t = useTranslations("settings");
  if (readAt === null) return t("neverRead");
  return (
    <>
      {t("read")} <Age at={readAt} />
    </>
  );
}

function Chip({ children, isWarning = false }: { readonly children: string; readonly isWarning?: boolean }) {
  const tone = isWarning ? "bg-warn-soft text-warn-ink" : "bg-off-soft text-off-ink";
  return (
    <span className={`inline-flex h-5 items-center rounded-md px-1.5 text-xs font-medium whitespace-nowrap ${tone}`}>
      {children}
    </span>
  );
}
