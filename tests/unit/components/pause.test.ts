import { expect, test } from "vitest";
import { createLiveStore } from "@/components/live/live-store";
import { createPause } from "@/components/live/pause";
import { aCommand, connectorChanged } from "../live/builders";

test("a pause counts what it holds back and lets it through at the end", () => {
  const store = createLiveStore();
  const pause = createPause(store);
  pause.pause();
  pause.take([connectorChanged(1, "Faulted")]);
  expect({ held: pause.held(), shown: store.facts().stations.size }).toEqual({ held: 1, shown: 0 });

  expect(pause.resume()).toBe(true);
  expect({ held: pause.held(), shown: store.facts().stations.size }).toEqual({ held: null, shown: 1 });
});

test("the operator's own commands go on during a pause", () => {
  const store = createLiveStore();
  const pause = createPause(store);
  pause.pause();
  pause.take([{ type: "CommandChanged", command: aCommand({ state: "Done" }) }]);
  expect(store.facts().commands.size).toBe(1);
});

test("a forgotten pause does not fill the memory: the page is read again instead", () => {
  const pause = createPause(createLiveStore());
  pause.pause();
  for (let rev = 0; rev < 6_000; rev += 1) pause.take([connectorChanged(rev, "Available")]);
  expect(pause.held()).toBeLessThanOrEqual(5_000);
  expect(pause.resume()).toBe(false);
});
