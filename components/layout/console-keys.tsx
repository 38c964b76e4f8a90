"use client";

import { usePathname, useRouter } from "next/navigation";
import { useState } from "react";
import type { KeyAction } from "@/components/keyboard/keys";
import { KeysHelp } from "@/components/keyboard/keys-help";
import { useKeysSwitch } from "@/components/keyboard/keys-switch";
import { useKeys } from "@/components/keyboard/use-keys";
import { useLiveContext } from "@/components/live/live-provider";
import { useLine } from "@/components/live/use-live";
import { Palette } from "@/components/palette/palette";
import { PaletteButton } from "@/components/palette/palette-button";

/** The palette with its button, the keys, and their list. */
export function ConsoleKeys() {
  const router = useRouter();
  const path = usePathname();
  const { link } = useLiveContext();
  const { pulse } = useLine();
  const { isOff } = useKeysSwitch();
  const [shown, setShown] = useState<"palette" | "help" | null>(null);

  const onAction = (action: KeyAction): void => {
    switch (action.type) {
      case "Palette":
        return setShown(shown === "palette" ? null : "palette");
      case "Help":
        return setShown("help");
      case "Go":
        return router.push(action.href);
      case "Filter":
        return document.querySelector<HTMLInputElement>('main input[type="search"]')?.focus();
      case "PauseLive":
        return pulse.state === "paused" ? link.resume() : link.pause();
      case "Restart": {
        const [charger] = /^\/chargers\/(?!new$|inbox$|doctor$|bulk$|bulk\/)[^/]+/.exec(path) ?? [];
        return charger === undefined ? undefined : router.push(`${charger}?ask=restart`);
      }
    }
  };
  useKeys(isOff, onAction);
  const keep = (name: "palette" | "help") => (open: boolean) => setShown(open ? name : null);
  return (
    <>
      <PaletteButton onOpen={() => setShown("palette")} />
      <Palette open={shown === "palette"} onOpenChange={keep("palette")} />
      <KeysHelp open={shown === "help"} onOpenChange={keep("help")} />
    </>
  );
}
