import { classNames } from "./class-names";

export function Skeleton({ className }: { readonly className?: string }) {
  return <div aria-hidden className={classNames("pulse rounded-md bg-sunken", className)} />;
}

/** Rows in the final layout, so that nothing jumps when the list is there. */
export function SkeletonRows({ rows, label }: { readonly rows: number; readonly label: string }) {
  return (
    <div role="status" aria-label={label} className="appear-late flex flex-col gap-3 p-4">
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} className="h-6" />
      ))}
    </div>
  );
}
