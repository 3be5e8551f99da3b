import { describe, expect, it } from '@jest/globals';
import { failureOf, lambdaWorld } from './world.ts';

const MEBIBYTE = 1024 * 1024;
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe('Invoke', () => {
  it('answers what the function returns, and its error as a payload', async () => {
    const world = lambdaWorld(async (event) => {
      const { fails } = event as { fails?: boolean };
      if (fails) throw new TypeError('it does');
      return { seen: event };
    });
    await world.inTime(world.create());
    const done = await world.inTime(world.invoke({ a: 1 }), 60_000);
    expect([done.FunctionError, text(done.Payload)]).toEqual([undefined, '{"seen":{"a":1}}']);
    const failed = await world.inTime(world.invoke({ fails: true }), 60_000);
    expect(failed.FunctionError).toBe('Unhandled');
    expect(JSON.parse(text(failed.Payload))).toMatchObject({
      errorType: 'TypeError',
      errorMessage: 'it does',
    });
  });

  it('logs as the function whenever an environment starts, where its role may', async () => {
    const world = lambdaWorld();
    await world.inTime(world.create());
    for (const _ of [1, 2]) await world.inTime(world.invoke(), 60_000);
    expect(world.logged).toEqual([expect.stringMatching(/^INIT_START Runtime Version: nodejs:24\.\S+\t/)]);
    world.refused.role.add('logs:PutLogEvents');
    await world.inTime(world.invoke(), 24 * 3_600_000);
    await world.inTime(world.invoke(), 60_000);
    expect(world.logged).toHaveLength(1);
  });

  it('takes a grant on the function itself', async () => {
    const world = lambdaWorld();
    await world.inTime(world.create());
    world.refused.role.add('lambda:InvokeFunction');
    expect((await failureOf(world.invoke())).code).toBe('AccessDeniedException');
    // Nor is it told whether there is such a function.
    expect((await failureOf(world.invoke({}, 'nobody'))).code).toBe('AccessDeniedException');
    world.refused.role.clear();
    expect((await failureOf(world.invoke({}, 'nobody'))).code).toBe('ResourceNotFoundException');
  });

  it('takes and gives 6 MB, and no more', async () => {
    const world = lambdaWorld(async (event) => 'x'.repeat((event as { length: number }).length));
    await world.inTime(world.create());
    const tooLong = new TextEncoder().encode(JSON.stringify('y'.repeat(6 * MEBIBYTE)));
    expect((await failureOf(world.invoke(tooLong))).code).toBe('RequestTooLargeException');
    const fits = await world.inTime(world.invoke({ length: 6 * MEBIBYTE - 2 }), 60_000);
    expect(fits.FunctionError).toBeUndefined();
    const { FunctionError, Payload } = await world.inTime(world.invoke({ length: 6 * MEBIBYTE }), 60_000);
    expect([FunctionError, JSON.parse(text(Payload)).errorType]).toEqual([
      'Unhandled',
      'Function.ResponseSizeTooLarge',
    ]);
  });
});
