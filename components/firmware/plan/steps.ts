/** The five steps of a plan; each is a page of its own. */
export const STEPS = ["firmware", "targets", "rollout", "safety", "review"] as const;
export type Step = (typeof STEPS)[number];

export const isStep = (text: string): text is Step => STEPS.some((step) => step === text);

export const stepHref = (campaignId: string, step: Step): string => `/firmware/campaigns/${campaignId}/edit/${step}`;

export const stepAfter = (step: Step): Step => STEPS[Math.min(STEPS.indexOf(step) + 1, STEPS.length - 1)] ?? step;

/** Null before the first. */
export const stepBefore = (step: Step): Step | null => STEPS[STEPS.indexOf(step) - 1] ?? null;
