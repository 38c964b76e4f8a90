"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormFault } from "@/components/form/form-fault";
import { useNow } from "@/components/live/use-live";
import { Instant } from "@/components/time/time";
import { Button } from "@/components/ui/button";
import { DialogActions } from "@/components/ui/dialog";
import { ChoiceField, TextAreaField } from "@/components/ui/field";
import type { CommandView } from "@/lib/domain/command-view";
import { installedCertificates } from "@/lib/domain/installed-certificates";
import { isJsonObject } from "@/lib/domain/json";
import { type CertificateHash, ROOT_CERTIFICATE_USES, type RootCertificateUse } from "@/lib/domain/root-certificate";
import { isSettled } from "@/lib/domain/station-command";
import { CommandStepper } from "./command-stepper";
import { isShownInPlace } from "./command-steps";
import { useCommandBar } from "./commands-context";
import { useCommandRequests } from "./use-command-request";

type Props = {
  readonly identity: string;
  readonly isConnected: boolean;
  readonly onClose: () => void;
  readonly commands: readonly CommandView[];
};

const CONCERNED: ReadonlySet<string> = new Set(["GetInstalledCertificates", "InstallCertificate", "DeleteCertificate"]);

/** Which authorities a charger trusts: listed by the charger itself, installed and deleted there. */
export function CertificatesPanel({ identity, isConnected, onClose, commands }: Props) {
  const t = useTranslations("more.certificates");
  const words = useTranslations("command");
  const bar = useCommandBar();
  const { ask, fault, isPending } = useCommandRequests(identity);
  const now = useNow();
  const [use, setUse] = useState<RootCertificateUse>("CsmsRoot");
  const [pem, setPem] = useState("");
  const isBarred = isPending || bar !== null;
  const newest = commands.find(
    (command) => CONCERNED.has(command.name) && isShownInPlace(command, !isSettled(command.state), now),
  );
  const listed = commands.find((command) => command.state === "Done" && isListOf(command, use));
  return (
    <div className="flex flex-col gap-4">
      <ChoiceField
        legend={t("use")}
        name="use"
        value={use}
        onChange={(value) => setUse(value === "CsmsRoot" ? "CsmsRoot" : "ManufacturerRoot")}
        options={ROOT_CERTIFICATE_USES.map((value) => ({ value, label: t(value) }))}
      />
      {isConnected ? null : (
        <p className="rounded-md bg-warn-soft px-3 py-2 text-sm text-warn-ink">{words("chargerAway")}</p>
      )}
      {bar === null ? null : <p className="rounded-md bg-off-soft px-3 py-2 text-sm text-off-ink">{bar}</p>}
      <FormFault fault={fault} />
      {newest === undefined || (newest === listed && isSettled(newest.state)) ? null : (
        <CommandStepper command={newest} />
      )}
      <div>
        <Button disabled={isBarred} onClick={() => ask({ type: "GetInstalledCertificates", use })}>
          {t("list")}
        </Button>
        <Listed listed={listed} isBarred={isBarred} onDelete={(hash) => ask({ type: "DeleteCertificate", hash })} />
      </div>
      <form
        className="flex flex-col gap-3 border-t pt-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBarred) ask({ type: "InstallCertificate", use, certificate: pem }, () => setPem(""));
        }}
      >
        <h3 className="text-sm font-semibold">{t("install")}</h3>
        <TextAreaField
          label={t("pem")}
          hint={t("pemHint")}
          value={pem}
          onChange={(event) => setPem(event.target.value)}
          maxLength={5_500}
          spellCheck={false}
          isCode
          required
        />
        <DialogActions>
          <Button onClick={onClose}>{words("cancel")}</Button>
          <Button type="submit" variant="primary" disabled={isBarred}>
            {isPending ? words("asking") : t("submit")}
          </Button>
        </DialogActions>
      </form>
    </div>
  );
}

const isListOf = ({ name, request }: CommandView, use: RootCertificateUse): boolean =>
  name === "GetInstalledCertificates" && isJsonObject(request) && request["use"] === use;

function Listed({
  listed,
  isBarred,
  onDelete,
}: {
  readonly listed: CommandView | undefined;
  readonly isBarred: boolean;
  readonly onDelete: (hash: CertificateHash) => void;
}) {
  const t = useTranslations("more.certificates");
  if (listed === undefined) return <p className="mt-2 text-sm text-ink-3">{t("notListed")}</p>;
  const hashes = installedCertificates(listed.answer);
  return (
    <div className="mt-3">
      <p className="text-xs text-ink-3">
        {t("asOf")} · <Instant at={listed.answeredAt ?? listed.createdAt} />
      </p>
      {hashes.length === 0 ? <p className="mt-1 text-sm">{t("none")}</p> : null}
      <ul className="divide-y" data-testid="certificates">
        {hashes.map((hash) => (
          <Installed
            key={`${hash.issuerNameHash}${hash.issuerKeyHash}${hash.serialNumber}`}
            hash={hash}
            isBarred={isBarred}
            onDelete={() => onDelete(hash)}
          />
        ))}
      </ul>
    </div>
  );
}

function Installed({
  hash,
  isBarred,
  onDelete,
}: {
  readonly hash: CertificateHash;
  readonly isBarred: boolean;
  readonly onDelete: () => void;
}) {
  const t = useTranslations("more.certificates");
  const [isAsked, setAsked] = useState(false);
  const { algorithm, issuerNameHash: name, issuerKeyHash: key, serialNumber: serial } = hash;
  return (
    <li className="py-2 text-sm">
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <p className="font-medium break-all">{t("serial", { serial })}</p>
          <p className="font-mono text-xs break-all text-ink-3">{t("hashes", { algorithm, name, key })}</p>
        </div>
        {isAsked ? null : (
          <Button size="small" variant="danger" aria-label={t("deleteOf", { serial })} onClick={() => setAsked(true)}>
            {t("delete")}
          </Button>
        )}
      </div>
      {isAsked ? (
        <div className="mt-2 rounded-md bg-warn-soft p-3 text-warn-ink">
          <p>{t("confirm")}</p>
          <div className="mt-2 flex gap-2">
            <Button size="small" onClick={() => setAsked(false)}>
              {t("keep")}
            </Button>
            <Button
              size="small"
              variant="danger"
              disabled={isBarred}
              onClick={() => {
                setAsked(false);
                onDelete();
              }}
            >
              {t("confirmDelete")}
            </Button>
          </div>
        </div>
      ) : null}
    </li>
  );
}
