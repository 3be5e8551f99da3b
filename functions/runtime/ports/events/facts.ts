import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { EventBridgeFactPublisher } from '../../../../aws/fact-publisher.ts';
import { perEnvironment, variable } from '../../execution-environment.ts';

export const facts = perEnvironment(
  () => new EventBridgeFactPublisher(new EventBridgeClient({}), variable('BUS_NAME')),
);
