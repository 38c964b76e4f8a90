"use server";

import { attempt } from "@/app/attempt";
import type { MessageActions } from "@/components/messages/message-actions";
import { readMessage, readNeighbour } from "@/lib/services/messages/read-message";

/** A message with its whole payloads. */
export const readWhole: MessageActions["readWhole"] = async (name) => attempt((ctx) => readMessage(ctx, name));

/** The message of the same transaction before or after. */
export const readBeside: MessageActions["readNeighbour"] = async (name) => attempt((ctx) => readNeighbour(ctx, name));
