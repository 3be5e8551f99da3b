import { hostname, userInfo } from 'node:os';

/** Who commands, for the record. */
export const whoami = (): string => `${userInfo().username}@${hostname()}`;
