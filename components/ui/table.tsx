import type { ComponentProps } from "react";
import { classNames } from "./class-names";

export function Table({ className, ...rest }: ComponentProps<"table">) {
  return <table className={classNames("w-full border-collapse text-sm", className)} {...rest} />;
}

export function HeaderCell({ className, ...rest }: ComponentProps<"th">) {
  return (
    <th
      scope="col"
      className={classNames(
        "h-9 border-b px-3 text-left text-xs font-medium whitespace-nowrap text-ink-3 first:pl-4 last:pr-4",
        className,
      )}
      {...rest}
    />
  );
}

export function Cell({ className, ...rest }: ComponentProps<"td">) {
  return <td className={classNames("h-10 border-b px-3 first:pl-4 last:pr-4", className)} {...rest} />;
}

/** Numbers stand right, with digits of one width. */
export const NUMBER = "text-right tabular-nums";
