import { type ClassValue, clsx } from "clsx";
import { twMerge } from "tailwind-merge";

/** Joins class names; of two that say the same thing the last wins. */
export const classNames = (...names: readonly ClassValue[]): string => twMerge(clsx(names));
