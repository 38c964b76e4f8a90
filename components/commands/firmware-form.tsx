"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { fromWallTime } from "@/components/form/wall-time";
import { ChoiceField, TextAreaField, TextField } from "@/components/ui/field";
import { CommandForm } from "./command-form";
import { useCommandRequest } from "./use-command-request";

type Props = { readonly identity: string; readonly isConnected: boolean; readonly onClose: () => void };

/** One charger, one file, now or later. Fleets are another matter: this form looks after nothing afterwards. */
export function FirmwareForm({ identity, isConnected, onClose }: Props) {
  const t = useTranslations("more.firmware");
  const { ask, fault, isPending } = useCommandRequest(identity, onClose);
  const [location, setLocation] = useState("");
  const [retrieveAt, setRetrieveAt] = useState("");
  const [isSigned, setIsSigned] = useState(false);
  const [certificate, setCertificate] = useState("");
  const [signature, setSignature] = useState("");
  const submit = (): void =>
    ask({
      type: "UpdateFirmware",
      location: location.trim(),
      retrieveAt: new Date(fromWallTime(retrieveAt) ?? Date.now()).toISOString(),
      ...(isSigned ? { signed: { certificate, signature: signature.trim() } } : {}),
    });
  return (
    <CommandForm
      submitLabel={t("submit")}
      isDanger
      {...{ isPending, fault, isConnected }}
      onSubmit={submit}
      onCancel={onClose}
    >
      <TextField
        label={t("location")}
        hint={t("locationHint")}
        type="url"
        value={location}
        onChange={(event) => setLocation(event.target.value)}
        maxLength={512}
        autoComplete="off"
        required
      />
      <TextField
        label={t("retrieveAt")}
        hint={t("retrieveAtHint")}
        type="datetime-local"
        value={retrieveAt}
        onChange={(event) => setRetrieveAt(event.target.value)}
      />
      <ChoiceField
        legend={t("kind")}
        name="kind"
        value={isSigned ? "signed" : "plain"}
        onChange={(value) => setIsSigned(value === "signed")}
        options={[
          { value: "plain", label: t("plain"), hint: t("plainHint") },
          { value: "signed", label: t("signed"), hint: t("signedHint") },
        ]}
      />
      {isSigned ? (
        <>
          <TextAreaField
            label={t("certificate")}
            value={certificate}
            onChange={(event) => setCertificate(event.target.value)}
            rows={4}
            spellCheck={false}
            isCode
            required
          />
          <TextField
            label={t("signature")}
            hint={t("signatureHint")}
            value={signature}
            onChange={(event) => setSignature(event.target.value)}
            maxLength={800}
            autoComplete="off"
            required
          />
        </>
      ) : null}
    </CommandForm>
  );
}
