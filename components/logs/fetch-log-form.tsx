"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { CommandForm } from "@/components/commands/command-form";
import { newCommandId } from "@/components/commands/new-command-id";
import { useAction } from "@/components/form/use-action";
import { useReadAgain } from "@/components/live/use-live";
import { ChoiceField, TextField } from "@/components/ui/field";
import type { LogActions, LogRequest } from "./log-actions";

type Props = {
  readonly identity: string;
  readonly isConnected: boolean;
  readonly request: LogActions["request"];
  readonly onClose: () => void;
};

/** Which log, of when, and how often to try. */
export function FetchLogForm({ identity, isConnected, request, onClose }: Props) {
  const t = useTranslations("logs");
  const { run, fault, isPending } = useAction();
  const readAgain = useReadAgain();
  const [id] = useState(newCommandId);
  const [log, setLog] = useState<LogRequest["log"]>("DiagnosticsLog");
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const [retries, setRetries] = useState("");
  const isWrongPeriod = from !== "" && to !== "" && from >= to;
  const submit = (): void => {
    if (isWrongPeriod) return;
    const wanted: LogRequest = {
      id,
      identity,
      log,
      ...(from === "" ? {} : { from: new Date(from).toISOString() }),
      ...(to === "" ? {} : { to: new Date(to).toISOString() }),
      ...(retries === "" ? {} : { retries: Number(retries) }),
    };
    run(
      () => request(wanted),
      () => {
        readAgain();
        onClose();
      },
    );
  };
  return (
    <CommandForm submitLabel={t("submit")} {...{ isPending, fault, isConnected }} onSubmit={submit} onCancel={onClose}>
      <ChoiceField
        legend={t("which")}
        name="log"
        value={log}
        onChange={(value) => setLog(value === "SecurityLog" ? "SecurityLog" : "DiagnosticsLog")}
        options={(["DiagnosticsLog", "SecurityLog"] as const).map((value) => ({
          value,
          label: t(value),
          hint: t(`${value}Hint`),
        }))}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField
          label={t("from")}
          type="datetime-local"
          value={from}
          onChange={(event) => setFrom(event.target.value)}
        />
        <TextField
          label={t("to")}
          type="datetime-local"
          error={isWrongPeriod ? t("wrongPeriod") : null}
          value={to}
          onChange={(event) => setTo(event.target.value)}
        />
        <p className="-mt-1.5 text-sm text-ink-3 sm:col-span-2">{t("periodHint")}</p>
      </div>
      <TextField
        label={t("retries")}
        hint={t("retriesHint")}
        type="number"
        min={0}
        max={10}
        value={retries}
        onChange={(event) => setRetries(event.target.value)}
      />
    </CommandForm>
  );
}
