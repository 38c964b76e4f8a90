import Link from "next/link";
import type { ComponentProps } from "react";
import { classNames } from "./class-names";

export type ButtonVariant = "primary" | "secondary" | "quiet" | "danger";
export type ButtonSize = "small" | "medium" | "large" | "icon";

const VARIANTS: Readonly<Record<ButtonVariant, string>> = {
  primary: "bg-ink text-surface hover:bg-ink-2",
  secondary: "border border-line-strong/60 bg-surface text-ink hover:bg-sunken",
  quiet: "text-ink-2 hover:bg-sunken hover:text-ink",
  danger: "border border-fault/50 bg-surface text-fault-ink hover:bg-fault-soft",
};

/** Touch screens get 44 px. */
const SIZES: Readonly<Record<ButtonSize, string>> = {
  small: "h-7 px-2.5 text-sm max-md:h-11 max-md:px-3.5",
  medium: "h-8 px-3 text-sm max-md:h-11 max-md:px-4",
  large: "h-10 px-4 text-base max-md:h-11",
  icon: "size-8 max-md:size-11",
};

type Look = { readonly variant?: ButtonVariant; readonly size?: ButtonSize };

function buttonClasses({ variant = "secondary", size = "medium" }: Look, own?: string): string {
  return classNames(
    "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap select-none",
    "transition-colors duration-100 disabled:pointer-events-none disabled:opacity-50",
    "aria-disabled:opacity-50",
    VARIANTS[variant],
    SIZES[size],
    own,
  );
}

export function Button({ variant, size, className, type = "button", ...rest }: ComponentProps<"button"> & Look) {
  return <button type={type} className={buttonClasses(look(variant, size), className)} {...rest} />;
}

export function ButtonLink({ variant, size, className, ...rest }: ComponentProps<typeof Link> & Look) {
  return <Link className={buttonClasses(look(variant, size), className)} {...rest} />;
}

const look = (variant: ButtonVariant | undefined, size: ButtonSize | undefined): Look => ({
  ...(variant === undefined ? {} : { variant }),
  ...(size === undefined ? {} : { size }),
});
