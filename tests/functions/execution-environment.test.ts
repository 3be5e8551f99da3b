import { afterEach, expect, it } from '@jest/globals';
import { perEnvironment } from '../../functions/runtime/execution-environment.ts';

const NAME = 'AWS_LAMBDA_LOG_STREAM_NAME';
const before = process.env[NAME];

afterEach(() => {
  if (before === undefined) delete process.env[NAME];
  else process.env[NAME] = before;
});

const counted = () => {
  let made = 0;
  const get = perEnvironment(() => ++made);
  return (environment: string) => {
    process.env[NAME] = environment;
    return get();
  };
};

it('makes one of a kind for each environment', () => {
  const inside = counted();
  expect(['a', 'b', 'a', 'b'].map(inside)).toEqual([1, 2, 1, 2]);
});

it('keeps what is in use, however many environments come and go beside it', () => {
  const inside = counted();
  expect(inside('used')).toBe(1);
  for (let other = 0; other < 5000; other++) {
    inside(`other-${other}`);
    expect(inside('used')).toBe(1);
  }
  expect(inside('other-0')).toBeGreaterThan(5000);
});
