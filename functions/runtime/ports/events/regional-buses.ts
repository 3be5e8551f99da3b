import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { EventBridgeFactPublisher } from '../../../../aws/fact-publisher.ts';
import type { FactPublisher } from '../../../../domain/ports/facts.ts';
import { perEnvironment, variable } from '../../execution-environment.ts';

/** The fleet's bus of any of its regions. */
export const regionalBuses = perEnvironment(
  () =>
    (region: string): FactPublisher =>
      new EventBridgeFactPublisher(new EventBridgeClient({ region }), variable('BUS_NAME')),
);
