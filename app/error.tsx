"use client";

import { FailedPage } from "@/components/layout/failed-page";

export default function ErrorPage({
  error,
  reset,
}: {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}) {
  return <FailedPage digest={error.digest ?? null} onRetry={reset} />;
}
