import { hostname, userInfo } from 'node:os';

/** The user and machine that run the command, for the record. */
export const whoami = (): string => `${userInfo().username}@${hostname()}`;
