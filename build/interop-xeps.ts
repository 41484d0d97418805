/** What the stream and the session implement, beside what the features say of themselves. */
export interface Xep {
  readonly number: string;
  readonly version: string;
  readonly status: 'complete' | 'partial';
  readonly note?: string;
}

export const STREAM_XEPS: readonly Xep[] = [
  { number: '0156', version: '1.4.0', status: 'partial', note: 'host-meta for WebSocket; the DNS method is obsolete.' },
  { number: '0198', version: '1.6.3', status: 'complete', note: 'A stanza is acknowledged when it is on disk.' },
  { number: '0352', version: '1.0.0', status: 'complete' },
  { number: '0368', version: '1.1.0', status: 'complete' },
  { number: '0386', version: '1.1.0', status: 'complete' },
  { number: '0388', version: '1.0.4', status: 'partial', note: 'No tasks after authentication.' },
  { number: '0440', version: '1.0.0', status: 'complete' },
  { number: '0474', version: '0.5.0', status: 'complete' },
  { number: '0484', version: '0.2.0', status: 'complete' },
  { number: '0495', version: '0.1.0', status: 'complete' },
];

export const RFCS: readonly { readonly number: string; readonly title: string }[] = [
  { number: '5122', title: 'Internationalized Resource Identifiers (IRIs) and Uniform Resource Identifiers (URIs) for XMPP' },
  { number: '6120', title: 'XMPP: Core' },
  { number: '6121', title: 'XMPP: Instant Messaging and Presence' },
  { number: '7395', title: 'An XMPP Subprotocol for WebSocket' },
  { number: '7590', title: 'Use of TLS in XMPP' },
  { number: '7622', title: 'XMPP: Address Format' },
];

/** Titles as the XMPP Standards Foundation gives them. */
export const TITLES: Readonly<Record<string, string>> = {
  '0004': 'Data Forms',
  '0030': 'Service Discovery',
  '0050': 'Ad-Hoc Commands',
  '0054': 'vcard-temp',
  '0059': 'Result Set Management',
  '0060': 'Publish-Subscribe',
  '0066': 'Out of Band Data',
  '0077': 'In-Band Registration',
  '0082': 'XMPP Date and Time Profiles',
  '0084': 'User Avatar',
  '0085': 'Chat State Notifications',
  '0092': 'Software Version',
  '0115': 'Entity Capabilities',
  '0147': 'XMPP URI Scheme Query Components',
  '0153': 'vCard-Based Avatars',
  '0156': 'Discovering Alternative XMPP Connection Methods',
  '0158': 'CAPTCHA Forms',
  '0163': 'Personal Eventing Protocol',
  '0172': 'User Nickname',
  '0184': 'Message Delivery Receipts',
  '0191': 'Blocking Command',
  '0198': 'Stream Management',
  '0199': 'XMPP Ping',
  '0202': 'Entity Time',
  '0203': 'Delayed Delivery',
  '0221': 'Data Forms Media Element',
  '0223': 'Persistent Storage of Private Data via PubSub',
  '0231': 'Bits of Binary',
  '0237': 'Roster Versioning',
  '0245': 'The /me Command',
  '0280': 'Message Carbons',
  '0292': 'vCard4 Over XMPP',
  '0297': 'Stanza Forwarding',
  '0313': 'Message Archive Management',
  '0319': 'Last User Interaction in Presence',
  '0333': 'Displayed Markers',
  '0334': 'Message Processing Hints',
  '0352': 'Client State Indication',
  '0359': 'Unique and Stable Stanza IDs',
  '0368': 'SRV records for XMPP over TLS',
  '0377': 'Blocking Command Reports',
  '0379': 'Pre-Authenticated Roster Subscription',
  '0386': 'Bind 2',
  '0388': 'Extensible SASL Profile',
  '0398': 'User Avatar to vCard-Based Avatars Conversion',
  '0401': 'Ad-hoc Account Invitation Generation',
  '0440': 'SASL Channel-Binding Type Capability',
  '0445': 'Pre-Authenticated In-Band Registration',
  '0474': 'SASL SCRAM Downgrade Protection',
  '0484': 'Fast Authentication Streamlining Tokens',
  '0490': 'Message Displayed Synchronization',
  '0495': 'Happy Eyeballs',
};
