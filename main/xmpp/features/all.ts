import type { Feature } from '../feature.ts';
import { archive } from './archive/archive.ts';
import { avatars } from './avatars/avatars.ts';
import { blocking } from './blocking/blocking.ts';
import { bookmarks } from './bookmarks/bookmarks.ts';
import { callMessages } from './call-messages/call-messages.ts';
import { caps } from './caps/caps.ts';
import { carbons } from './carbons/carbons.ts';
import { chatStates } from './chat-states/chat-states.ts';
import { commands } from './commands/commands.ts';
import { delay } from './delay/delay.ts';
import { disco } from './disco/disco.ts';
import { entityTime } from './entity-time/entity-time.ts';
import { externalServices } from './external-services/external-services.ts';
import { hints } from './hints/hints.ts';
import { invitations } from './invitations/invitations.ts';
import { jingle } from './jingle/jingle.ts';
import { markers } from './markers/markers.ts';
import { mds } from './mds/mds.ts';
import { messaging } from './messaging/messaging.ts';
import { muc } from './muc/muc.ts';
import { nickname } from './nickname/nickname.ts';
import { ping } from './ping/ping.ts';
import { presence } from './presence/presence.ts';
import { profile } from './profile/profile.ts';
import { pubsub } from './pubsub/pubsub.ts';
import { receipts } from './receipts/receipts.ts';
import { registration } from './registration/registration.ts';
import { roomSearch } from './room-search/room-search.ts';
import { roster } from './roster/roster.ts';
import { softwareVersion } from './software-version/software-version.ts';
import { stanzaIds } from './stanza-ids/stanza-ids.ts';
import { upload } from './upload/upload.ts';

/** What this client speaks, in the order in which features are asked. A message is stored before its marks are set. */
export const allFeatures: readonly Feature[] = [
  messaging,
  muc,
  stanzaIds,
  receipts,
  markers,
  mds,
  chatStates,
  nickname,
  callMessages,
  carbons,
  archive,
  delay,
  hints,
  roster,
  presence,
  caps,
  avatars,
  profile,
  blocking,
  bookmarks,
  roomSearch,
  pubsub,
  disco,
  ping,
  softwareVersion,
  entityTime,
  commands,
  registration,
  invitations,
  jingle,
  externalServices,
  upload,
];
