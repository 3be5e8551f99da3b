import { notificationFailed } from '../events/notification/failed.ts';
import { findTopics } from '../functions/notify/find-topics.contract.ts';
import { publishNotice } from '../functions/notify/publish-notice.contract.ts';
import { publishNotificationFailure } from '../functions/notify/publish-notification-failure.contract.ts';
import { defineWorkflow } from './workflow.ts';

/** Tells the SNS topics that Fleet documents name of a fact. It runs in the home region only, where facts arrive. */
export const notifyTopics = defineWorkflow({
  name: 'notify-topics',
  tasks: [findTopics, publishNotice, publishNotificationFailure],
  facts: [notificationFailed],
  failures: ['NotifyTopicsFailed'],
});
