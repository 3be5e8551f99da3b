import { givenStep } from '../step.ts';

/** Time goes by until then, ISO 8601. */
export const waitUntil = {
  ...givenStep<{ readonly waitUntil: string }>((step, on) =>
    on.follow(0, (Date.parse(step.waitUntil) - on.world.kernel.now()) / 1000),
  ),
  leavesWork: true,
};
