/** In place of `@jest/globals`, which answers in a process of Jest's own alone: the same parts of Jest. */
export { expect } from 'expect';
export { describe, it, test } from 'jest-circus';
