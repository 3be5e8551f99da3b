import { afterEach, describe, expect, it } from '@jest/globals';
import { type KubernetesWorld, kubernetesWorld } from './world.ts';

let world: KubernetesWorld;
afterEach(() => world.close());

const failure = async (promise: Promise<unknown>) => {
  const error = (await world.run(promise.catch((thrown: unknown) => thrown))) as Error;
  return { name: error.name, message: error.message };
};

describe('a caller', () => {
  it('whom no access entry names is nobody', async () => {
    world = await kubernetesWorld();
    expect(await failure(world.client().nodes(world.api))).toEqual({
      name: 'KubernetesUnauthorized',
      message: 'shop: Unauthorized',
    });
  });
});
