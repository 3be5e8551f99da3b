import { expect, it } from '@jest/globals';
import { type World, worldWithCluster } from './world.ts';

/** A refusal: the request, the message, and the world that it meets. */
export interface Refusal {
  readonly name: string;
  readonly operation: string;
  readonly input: Record<string, unknown>;
  readonly message: string | RegExp;
  /** InvalidParameterException unless told otherwise. */
  readonly code?: string;
  readonly prepare?: (world: World) => unknown;
}

/** A role of another account. */
export const ELSEWHERE = 'arn:aws:iam::444455556666:role/pod';

/** A test of each refusal, in a cluster on 1.34. */
export const itRefuses = (refusals: readonly Refusal[]): void =>
  it.each(refusals)('$name', async ({ operation, input, message, code, prepare }) => {
    const world = await worldWithCluster({ version: '1.34' });
    prepare?.(world);
    const found = world.refusal(operation, input);
    expect(found.code).toBe(code ?? 'InvalidParameterException');
    if (typeof message === 'string') expect(found.message).toBe(message);
    else expect(found.message).toMatch(message);
  });
