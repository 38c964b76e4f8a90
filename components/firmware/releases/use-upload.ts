"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import type { ActionFault } from "@/components/form/action-result";
import { type Upload, uploadImage } from "./upload-image";

export type UploadProgress = { readonly sent: number; readonly bytes: number };

/** Sends an image to a release; `progress` is null while nothing is under way. */
export function useUpload() {
  const t = useTranslations("firmware.upload");
  const fault = useTranslations("fault");
  const [progress, setProgress] = useState<UploadProgress | null>(null);
  const current = useRef<Upload | null>(null);
  // Whoever leaves the page takes the upload along; the release waits for another one.
  useEffect(() => () => current.current?.cancel(), []);

  const send = async (releaseId: string, file: File): Promise<ActionFault | null> => {
    setProgress({ sent: 0, bytes: file.size });
    const words = { network: fault("network"), cancelled: t("cancelled"), refused: t("refused") };
    const path = `/firmware/releases/${encodeURIComponent(releaseId)}/file`;
    current.current = uploadImage(path, file, words, (sent) => setProgress({ sent, bytes: file.size }));
    const outcome = await current.current.done;
    current.current = null;
    setProgress(null);
    return outcome;
  };
  return { send, progress, cancel: () => current.current?.cancel() };
}
