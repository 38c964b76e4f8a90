"use client";

import type { Topic } from "@/lib/live/contract";
import { useTopic } from "./use-live";

type Props = { readonly topic: Topic; readonly position: number; readonly renderedAt: string };

/** Makes the page follow a topic from its snapshot on. */
export function LiveTopic({ topic, position, renderedAt }: Props) {
  useTopic(topic, position, renderedAt);
  return null;
}

/** The server lets one browser follow 64. */
const TOPICS_MAX = 50;

/** The rows of a list, each by its own topic: figures and signs of life travel there, not in `fleet`. */
export function LiveTopics({ topics, ...rest }: Omit<Props, "topic"> & { readonly topics: readonly Topic[] }) {
  return topics.slice(0, TOPICS_MAX).map((topic) => <LiveTopic key={topic} topic={topic} {...rest} />);
}
