"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useConnectorName } from "@/components/stations/connector-name";
import { ChoiceField, SelectField, TextAreaField, TextField } from "@/components/ui/field";
import { isJsonObject, type JsonValue } from "@/lib/domain/json";
import { actionsOf, isTriggeredPerEvse, triggersOf } from "@/lib/domain/station-actions";
import type { StationDetail } from "@/lib/domain/station-view";
import { CommandForm } from "./command-form";
import { readJson } from "./read-json";
import { useCommandRequest } from "./use-command-request";

type Common = { readonly identity: string; readonly isConnected: boolean; readonly onClose: () => void };

const WHOLE = "0";

export function TriggerForm({ identity, isConnected, onClose, station }: Common & { readonly station: StationDetail }) {
  const t = useTranslations("more");
  const { ask, fault, isPending } = useCommandRequest(identity, onClose);
  const messages = triggersOf(station.ocppVersion);
  const connectors = station.connectors.filter(({ evse }) => evse !== 0);
  const nameOf = useConnectorName(connectors);
  const [message, setMessage] = useState(messages[0] ?? "");
  const [where, setWhere] = useState(WHOLE);
  const isPerEvse = isTriggeredPerEvse(message);
  const submit = (): void => {
    const evse = isPerEvse ? Number(where) : 0;
    ask({ type: "TriggerMessage", message, ...(evse === 0 ? {} : { evse }) });
  };
  return (
    <CommandForm
      submitLabel={t("trigger.submit")}
      {...{ isPending, fault, isConnected }}
      onSubmit={submit}
      onCancel={onClose}
    >
      <SelectField label={t("trigger.message")} value={message} onChange={(event) => setMessage(event.target.value)}>
        {messages.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </SelectField>
      {isPerEvse ? (
        <SelectField label={t("trigger.where")} value={where} onChange={(event) => setWhere(event.target.value)}>
          <option value={WHOLE}>{t("whole")}</option>
          {connectors.map((connector) => (
            <option key={`${connector.evse}/${connector.connector}`} value={String(connector.evse)}>
              {nameOf(connector)}
            </option>
          ))}
        </SelectField>
      ) : null}
    </CommandForm>
  );
}

export function ClearCacheForm({ identity, isConnected, onClose }: Common) {
  const t = useTranslations("more");
  const { ask, fault, isPending } = useCommandRequest(identity, onClose);
  return (
    <CommandForm
      submitLabel={t("clearCache.submit")}
      {...{ isPending, fault, isConnected }}
      onSubmit={() => ask({ type: "ClearCache" })}
      onCancel={onClose}
    />
  );
}

export function VendorForm({ identity, isConnected, onClose }: Common) {
  const t = useTranslations("more.vendor");
  const { ask, fault, isPending } = useCommandRequest(identity, onClose);
  const [vendorId, setVendorId] = useState("");
  const [messageId, setMessageId] = useState("");
  const [data, setData] = useState("");
  const [kind, setKind] = useState("text");
  const [wrong, setWrong] = useState<string | null>(null);
  const send = (value: JsonValue | undefined): void =>
    ask({
      type: "DataTransfer",
      vendorId,
      ...(messageId.trim() === "" ? {} : { messageId }),
      ...(value === undefined ? {} : { data: value }),
    });
  const submit = (): void => {
    if (data === "") return send(undefined);
    if (kind === "text") return send(data);
    const read = readJson(data);
    setWrong(read.ok ? null : t("notJson", { reason: read.error }));
    if (read.ok) send(read.value);
  };
  return (
    <CommandForm submitLabel={t("submit")} {...{ isPending, fault, isConnected }} onSubmit={submit} onCancel={onClose}>
      <TextField
        label={t("vendorId")}
        hint={t("vendorIdHint")}
        value={vendorId}
        onChange={(event) => setVendorId(event.target.value)}
        maxLength={255}
        autoComplete="off"
        required
      />
      <TextField
        label={t("messageId")}
        value={messageId}
        onChange={(event) => setMessageId(event.target.value)}
        maxLength={50}
        autoComplete="off"
      />
      <TextAreaField
        label={t("data")}
        error={wrong}
        value={data}
        onChange={(event) => setData(event.target.value)}
        rows={4}
        spellCheck={false}
        isCode
      />
      <ChoiceField
        legend={t("kind")}
        name="kind"
        value={kind}
        onChange={setKind}
        options={[
          { value: "text", label: t("text") },
          { value: "json", label: t("json") },
        ]}
      />
    </CommandForm>
  );
}

export function RawForm({
  identity,
  isConnected,
  onClose,
  ocppVersion,
}: Common & { readonly ocppVersion: string | null }) {
  const t = useTranslations("more.raw");
  const { ask, fault, isPending } = useCommandRequest(identity, onClose);
  const actions = actionsOf(ocppVersion);
  const [action, setAction] = useState(actions[0] ?? "");
  const [text, setText] = useState("{}");
  const [wrong, setWrong] = useState<string | null>(null);
  const submit = (): void => {
    const read = readJson(text);
    if (!read.ok) return setWrong(t("notJson", { reason: read.error }));
    if (!isJsonObject(read.value)) return setWrong(t("notObject"));
    setWrong(null);
    ask({ type: "Raw", action, payload: read.value });
  };
  return (
    <CommandForm submitLabel={t("submit")} {...{ isPending, fault, isConnected }} onSubmit={submit} onCancel={onClose}>
      {actions.length === 0 ? (
        <TextField
          label={t("action")}
          value={action}
          onChange={(event) => setAction(event.target.value)}
          spellCheck={false}
          isCode
          required
        />
      ) : (
        <SelectField label={t("action")} value={action} onChange={(event) => setAction(event.target.value)}>
          {actions.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </SelectField>
      )}
      <TextAreaField
        label={t("payload")}
        error={wrong}
        value={text}
        onChange={(event) => setText(event.target.value)}
        rows={9}
        spellCheck={false}
        isCode
      />
    </CommandForm>
  );
}
