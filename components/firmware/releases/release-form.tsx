"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import type { ActionFault, ActionResult } from "@/components/form/action-result";
import { FormFault, faultBesides, faultOf } from "@/components/form/form-fault";
import { Button, ButtonLink } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { TextAreaField, TextField } from "@/components/ui/field";
import type { ReleaseView } from "@/lib/domain/firmware/release-view";
import { CheckField } from "../check-field";
import { FileField } from "./file-field";
import { PastedOrFile } from "./pasted-or-file";
import { ProofFields } from "./proof-fields";
import { EMPTY_RELEASE, listOf, metaOf, type ReleaseDraft, type ReleaseMeta } from "./release-draft";
import { UploadBar } from "./upload-progress";
import { useUpload } from "./use-upload";

/** What our chargers tell of themselves. */
export type KnownModel = { readonly vendor: string; readonly model: string; readonly stations: number };

type Props = {
  readonly create: (meta: ReleaseMeta) => Promise<ActionResult<ReleaseView>>;
  readonly known: readonly KnownModel[];
};

type SectionProps = {
  readonly draft: ReleaseDraft;
  readonly set: (parts: Partial<ReleaseDraft>) => void;
  readonly fault: ActionFault | null;
};

const SHOWN = ["file", "fileName", "vendor", "models", "version", "expectedVersion", "fromVersions"];
const SHOWN_TOO = ["notes", "signature", "signingCertificate", "versionEvidence"];

/** First what the image is and is for, then the image itself; what the checks find is on the release's own page. */
export function ReleaseForm({ create, known }: Props) {
  const t = useTranslations("firmware.upload");
  const [draft, setDraft] = useState<ReleaseDraft>(EMPTY_RELEASE);
  const [file, setFile] = useState<File | null>(null);
  const { submit, fault, forget, isBusy, upload } = useSubmit(create);
  const set = (parts: Partial<ReleaseDraft>): void => setDraft((before) => ({ ...before, ...parts }));
  const section = { draft, set, fault };
  return (
    <form
      className="flex max-w-3xl flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(draft, file);
      }}
    >
      <Section title={t("image")}>
        <FileField
          file={file}
          error={faultOf(fault, "file") ?? faultOf(fault, "fileName")}
          onChange={(chosen) => {
            setFile(chosen);
            forget("file");
          }}
        />
      </Section>
      <ForWhatSection {...section} known={known} />
      <ProofSection {...section} />
      <SignatureSection {...section} />
      <Section title={t("notes")}>
        <TextAreaField
          label={t("notesLabel")}
          hint={t("notesHint")}
          error={faultOf(fault, "notes")}
          value={draft.notes}
          onChange={(event) => set({ notes: event.target.value })}
          rows={4}
          maxLength={5_000}
        />
      </Section>
      <FormFault fault={faultBesides(fault, ...SHOWN, ...SHOWN_TOO)} />
      {upload.progress === null ? null : <UploadBar progress={upload.progress} onCancel={upload.cancel} />}
      <div className="flex flex-wrap justify-end gap-2 max-md:*:grow">
        <ButtonLink href="/firmware/releases">{t("back")}</ButtonLink>
        <Button type="submit" variant="primary" disabled={isBusy}>
          {isBusy ? t("uploading") : t("submit")}
        </Button>
      </div>
    </form>
  );
}

/** A failed upload leaves its release behind: the next try sends the file to that one, and changes nothing else. */
function useSubmit(create: Props["create"]) {
  const t = useTranslations("firmware.upload");
  const faults = useTranslations("fault");
  const router = useRouter();
  const upload = useUpload();
  const [fault, setFault] = useState<ActionFault | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [made, setMade] = useState<{ readonly id: string; readonly from: string } | null>(null);

  const releaseFor = async (meta: ReleaseMeta): Promise<ActionResult<string>> => {
    const from = JSON.stringify(meta);
    if (made?.from === from) return { ok: true, value: made.id };
    const result = await create(meta).catch(
      (): ActionResult<ReleaseView> => ({
        ok: false,
        error: { code: "network", message: faults("network"), field: null },
      }),
    );
    if (!result.ok) return result;
    setMade({ id: result.value.id, from });
    return { ok: true, value: result.value.id };
  };

  const submit = async (draft: ReleaseDraft, file: File | null): Promise<void> => {
    if (isBusy) return;
    if (file === null) return setFault({ code: "Invalid", message: t("noFile"), field: "file" });
    setBusy(true);
    const release = await releaseFor(metaOf(draft, file.name));
    const failed = release.ok ? await upload.send(release.value, file) : release.error;
    setFault(failed);
    setBusy(false);
    if (release.ok && failed === null) router.push(`/firmware/releases/${release.value}`);
  };
  /** What was wrong with this field has been changed. */
  const forget = (field: string): void => setFault((before) => (before?.field === field ? null : before));
  return { submit, fault, forget, isBusy, upload };
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Card>
      <CardHeader title={title} />
      <div className="flex flex-col gap-4 p-4">{children}</div>
    </Card>
  );
}

function ForWhatSection({ draft, set, fault, known }: SectionProps & Pick<Props, "known">) {
  const t = useTranslations("firmware.upload");
  const vendors = [...new Set(known.map(({ vendor }) => vendor))];
  const models = known.filter(({ vendor }) => vendor.toLowerCase() === draft.vendor.trim().toLowerCase());
  const chosen = listOf(draft.models);
  const toggle = (model: string): void =>
    set({
      models: (chosen.includes(model) ? chosen.filter((other) => other !== model) : [...chosen, model]).join(", "),
    });
  return (
    <Section title={t("forWhat")}>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label={t("vendor")}
          hint={t("vendorHint")}
          error={faultOf(fault, "vendor")}
          value={draft.vendor}
          onChange={(event) => set({ vendor: event.target.value })}
          list="known-vendors"
          maxLength={50}
          required
        />
        <TextField
          label={t("version")}
          hint={t("versionHint")}
          error={faultOf(fault, "version")}
          value={draft.version}
          onChange={(event) => set({ version: event.target.value })}
          maxLength={100}
          required
          isCode
        />
      </div>
      <datalist id="known-vendors">
        {vendors.map((vendor) => (
          <option key={vendor} value={vendor} />
        ))}
      </datalist>
      <TextField
        label={t("models")}
        hint={t("modelsHint")}
        error={faultOf(fault, "models")}
        value={draft.models}
        onChange={(event) => set({ models: event.target.value })}
        required
      />
      {models.length === 0 ? null : (
        <div role="group" aria-label={t("knownModels")} className="-mt-2 flex flex-wrap items-center gap-1.5">
          <span className="text-sm text-ink-3">{t("knownModels")}</span>
          {models.map(({ model, stations }) => (
            <Button key={model} size="small" aria-pressed={chosen.includes(model)} onClick={() => toggle(model)}>
              {model} <span className="text-ink-3 tabular-nums">{stations}</span>
            </Button>
          ))}
        </div>
      )}
      <TextField
        label={t("fromVersions")}
        hint={t("fromVersionsHint")}
        error={faultOf(fault, "fromVersions")}
        value={draft.fromVersions}
        onChange={(event) => set({ fromVersions: event.target.value })}
        isCode
      />
      <CheckField
        label={t("allowDowngrade")}
        hint={t("allowDowngradeHint")}
        isOn={draft.allowDowngrade}
        onChange={(allowDowngrade) => set({ allowDowngrade })}
      />
    </Section>
  );
}

function ProofSection({ draft, set, fault }: SectionProps) {
  const t = useTranslations("firmware.expected");
  return (
    <Section title={t("title")}>
      <p className="-mb-1 text-sm text-ink-2">{t("intro")}</p>
      <ProofFields draft={draft} set={set} fault={fault} />
    </Section>
  );
}

function SignatureSection({ draft, set, fault }: SectionProps) {
  const t = useTranslations("firmware.upload");
  return (
    <Section title={t("signatureTitle")}>
      <p className="-mb-1 text-sm text-ink-2">{t("signatureIntro")}</p>
      <PastedOrFile
        label={t("signature")}
        hint={t("signatureHint")}
        error={faultOf(fault, "signature")}
        value={draft.signature}
        onChange={(signature) => set({ signature })}
      />
      <PastedOrFile
        label={t("certificate")}
        hint={t("certificateHint")}
        error={faultOf(fault, "signingCertificate")}
        value={draft.signingCertificate}
        onChange={(signingCertificate) => set({ signingCertificate })}
      />
    </Section>
  );
}
