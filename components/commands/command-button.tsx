"use client";

import type { ComponentProps, ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Tooltip } from "@/components/ui/tooltip";
import { useCommandBar } from "./commands-context";

type Props = Omit<ComponentProps<typeof Button>, "onClick"> & {
  readonly onClick: () => void;
  readonly children: ReactNode;
};

/** A button that acts on hardware. Where it cannot be used now it stays in place and says why. */
export function CommandButton({ onClick, children, ...rest }: Props) {
  const bar = useCommandBar();
  if (bar === null) {
    return (
      <Button {...rest} onClick={onClick}>
        {children}
      </Button>
    );
  }
  return (
    <Tooltip text={bar}>
      <Button {...rest} aria-disabled>
        {children}
      </Button>
    </Tooltip>
  );
}
