"use client";

import { Download, Eye, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { toast } from "sonner";
import { useMayManage } from "@/components/commands/commands-context";
import { FormFault } from "@/components/form/form-fault";
import { useAction } from "@/components/form/use-action";
import { useReadAgain } from "@/components/live/use-live";
import { Instant } from "@/components/time/time";
import { Button, ButtonLink } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import type { LogFileView } from "@/lib/domain/log-job";
import { useFileSize } from "./file-size";
import type { LogActions, LogPreview } from "./log-actions";

type Props = { readonly identity: string; readonly file: LogFileView; readonly actions: LogActions };

/** A file that came: what it is, and how to get at it. */
export function LogFile({ identity, file, actions }: Props) {
  const t = useTranslations("logs.file");
  const sizeOf = useFileSize();
  const isHere = file.state === "Complete";
  return (
    <li
      className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-md bg-sunken px-3 py-2"
      data-file-state={file.state}
    >
      <div className="min-w-0">
        <p className={isHere ? "font-medium break-all" : "break-all text-ink-2"}>{file.name}</p>
        <p className="text-sm text-ink-2">
          {file.state === "Receiving" || file.state === "BrokenOff"
            ? t(file.state, { size: sizeOf(file.bytes) })
            : sizeOf(file.bytes)}
          {file.completedAt === null ? null : (
            <>
              {" · "}
              <Instant at={file.completedAt} />
            </>
          )}
          {file.removedAt === null ? null : (
            <>
              {" · "}
              {t("Removed")} <Instant at={file.removedAt} />{" "}
              {file.removedBy === null ? t("byAge") : t("removedBy", { name: file.removedBy })}
            </>
          )}
        </p>
        {file.sha256 === null ? null : (
          <p className="flex items-center gap-1 text-xs text-ink-3">
            <span>{t("hash")}</span>
            <span className="font-mono" title={file.sha256}>
              {file.sha256.slice(0, 16)}…
            </span>
            <CopyButton text={file.sha256} label={t("copyHash")} />
          </p>
        )}
      </div>
      {isHere ? <FileActions identity={identity} file={file} actions={actions} /> : null}
    </li>
  );
}

function FileActions({ identity, file, actions }: Props) {
  const t = useTranslations("logs.file");
  const mayManage = useMayManage();
  const [isDeleting, setDeleting] = useState(false);
  const [shown, setShown] = useState<LogPreview | null>(null);
  const { run, fault, isPending } = useAction();
  const { name } = file;
  return (
    <div className="flex flex-wrap gap-2">
      <Button
        size="small"
        aria-label={t("showOf", { name })}
        disabled={isPending}
        onClick={() => run(() => actions.preview(file.id), setShown)}
      >
        <Eye aria-hidden className="size-3.5" />
        {t("show")}
      </Button>
      <ButtonLink
        size="small"
        href={`/chargers/${encodeURIComponent(identity)}/logs/files/${file.id}`}
        prefetch={false}
        download
        aria-label={t("downloadOf", { name })}
      >
        <Download aria-hidden className="size-3.5" />
        {t("download")}
      </ButtonLink>
      {mayManage ? (
        <Button size="small" variant="danger" aria-label={t("deleteOf", { name })} onClick={() => setDeleting(true)}>
          <Trash2 aria-hidden className="size-3.5" />
          {t("delete")}
        </Button>
      ) : null}
      <FormFault fault={fault} />
      <Dialog open={shown !== null} onOpenChange={() => setShown(null)} title={name}>
        {shown === null ? null : <Preview shown={shown} />}
      </Dialog>
      <Dialog
        open={isDeleting}
        onOpenChange={setDeleting}
        title={t("deleteTitle")}
        description={t("deleteHint", { name })}
      >
        <DeleteFile file={file} remove={actions.remove} onClose={() => setDeleting(false)} />
      </Dialog>
    </div>
  );
}

function Preview({ shown }: { readonly shown: LogPreview }) {
  const t = useTranslations("logs.file");
  if (shown.text === null) return <p className="text-ink-2">{t("noText")}</p>;
  if (shown.text === "") return <p className="text-ink-2">{t("empty")}</p>;
  return (
    <>
      <pre
        // A scrolling region has to be reachable by keyboard.
        tabIndex={0}
        data-testid="preview"
        className="max-h-[50dvh] overflow-auto rounded-md bg-sunken p-3 font-mono text-xs leading-5 break-words whitespace-pre-wrap"
      >
        {shown.text}
      </pre>
      {shown.isWhole ? null : <p className="mt-2 text-sm text-ink-3">{t("beginning")}</p>}
    </>
  );
}

function DeleteFile({
  file,
  remove,
  onClose,
}: {
  readonly file: LogFileView;
  readonly remove: LogActions["remove"];
  readonly onClose: () => void;
}) {
  const t = useTranslations("logs.file");
  const { run, fault, isPending } = useAction();
  const readAgain = useReadAgain();
  const submit = (): void =>
    run(
      () => remove(file.id),
      () => {
        toast(t("deleted", { name: file.name }));
        readAgain();
        onClose();
      },
    );
  return (
    <>
      <FormFault fault={fault} />
      <DialogActions>
        <Button onClick={onClose}>{t("cancel")}</Button>
        <Button variant="danger" disabled={isPending} onClick={submit}>
          {t("delete")}
        </Button>
      </DialogActions>
    </>
  );
}
