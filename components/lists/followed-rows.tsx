"use client";

import { useState } from "react";
import { LiveTopics } from "@/components/live/live-topics";
import type { Topic } from "@/lib/live/contract";

type Props = {
  readonly topics: readonly Topic[];
  readonly isScrolling: boolean;
  readonly position: number;
  readonly renderedAt: string;
};

/** The rows in the window, each by its own topic; while one scrolls, those where one came from. */
export function FollowedRows({ topics, isScrolling, ...rest }: Props) {
  const [followed, setFollowed] = useState(topics);
  if (!isScrolling && followed.join() !== topics.join()) setFollowed(topics);
  return <LiveTopics topics={followed} {...rest} />;
}
