/** Every namespace and node that Balcony speaks, by the name it is called here. */
export const NS = {
  // RFC 6120, 6121, 7395
  client: 'jabber:client',
  server: 'jabber:server',
  streams: 'http://etherx.jabber.org/streams',
  streamErrors: 'urn:ietf:params:xml:ns:xmpp-streams',
  stanzaErrors: 'urn:ietf:params:xml:ns:xmpp-stanzas',
  tls: 'urn:ietf:params:xml:ns:xmpp-tls',
  sasl: 'urn:ietf:params:xml:ns:xmpp-sasl',
  bind: 'urn:ietf:params:xml:ns:xmpp-bind',
  session: 'urn:ietf:params:xml:ns:xmpp-session',
  framing: 'urn:ietf:params:xml:ns:xmpp-framing',
  roster: 'jabber:iq:roster',
  rosterVersions: 'urn:xmpp:features:rosterver',
  preApproval: 'urn:xmpp:features:pre-approval',
  xml: 'http://www.w3.org/XML/1998/namespace',

  // the stream
  sasl2: 'urn:xmpp:sasl:2', // XEP-0388
  saslUpgrade: 'urn:xmpp:sasl:upgrade:0', // XEP-0480
  bind2: 'urn:xmpp:bind:0', // XEP-0386
  fast: 'urn:xmpp:fast:0', // XEP-0484
  channelBinding: 'urn:xmpp:sasl-cb:0', // XEP-0440
  scramDowngrade: 'urn:xmpp:ssdp:0', // XEP-0474
  streamManagement: 'urn:xmpp:sm:3', // XEP-0198
  clientState: 'urn:xmpp:csi:0', // XEP-0352
  hostMeta: 'http://docs.oasis-open.org/ns/xri/xrd-1.0', // XEP-0156
  webSocketLink: 'urn:xmpp:alt-connections:websocket', // XEP-0156

  // finding out
  discoInfo: 'http://jabber.org/protocol/disco#info', // XEP-0030
  discoItems: 'http://jabber.org/protocol/disco#items',
  caps: 'http://jabber.org/protocol/caps', // XEP-0115
  ping: 'urn:xmpp:ping', // XEP-0199
  version: 'jabber:iq:version', // XEP-0092
  time: 'urn:xmpp:time', // XEP-0202

  // messages
  receipts: 'urn:xmpp:receipts', // XEP-0184
  markers: 'urn:xmpp:chat-markers:0', // XEP-0333
  chatStates: 'http://jabber.org/protocol/chatstates', // XEP-0085
  carbons: 'urn:xmpp:carbons:2', // XEP-0280
  carbonRules: 'urn:xmpp:carbons:rules:0',
  forward: 'urn:xmpp:forward:0', // XEP-0297
  delay: 'urn:xmpp:delay', // XEP-0203
  stanzaIds: 'urn:xmpp:sid:0', // XEP-0359
  hints: 'urn:xmpp:hints', // XEP-0334
  archive: 'urn:xmpp:mam:2', // XEP-0313
  archiveExtended: 'urn:xmpp:mam:2#extended',
  rsm: 'http://jabber.org/protocol/rsm', // XEP-0059
  mds: 'urn:xmpp:mds:displayed:0', // XEP-0490: namespace and node
  mdsAssist: 'urn:xmpp:mds:server-assist:0',
  nickname: 'http://jabber.org/protocol/nick', // XEP-0172: namespace and node

  // rooms
  muc: 'http://jabber.org/protocol/muc', // XEP-0045
  mucUser: 'http://jabber.org/protocol/muc#user',
  mucAdmin: 'http://jabber.org/protocol/muc#admin',
  mucOwner: 'http://jabber.org/protocol/muc#owner',
  mucRequest: 'http://jabber.org/protocol/muc#request',
  mucRegister: 'http://jabber.org/protocol/muc#register',
  mucRoomInfo: 'http://jabber.org/protocol/muc#roominfo',
  mucRoomConfig: 'http://jabber.org/protocol/muc#roomconfig',
  mucSelfPing: 'http://jabber.org/protocol/muc#self-ping-optimization', // XEP-0410
  conference: 'jabber:x:conference', // XEP-0249
  occupantId: 'urn:xmpp:occupant-id:0', // XEP-0421
  hats: 'urn:xmpp:hats:0', // XEP-0317
  moderation: 'urn:xmpp:message-moderate:1', // XEP-0425
  olderModeration: 'urn:xmpp:message-moderate:0',
  retraction: 'urn:xmpp:message-retract:1', // XEP-0424
  olderRetraction: 'urn:xmpp:message-retract:0',
  fastening: 'urn:xmpp:fasten:0', // XEP-0422
  references: 'urn:xmpp:reference:0', // XEP-0372
  mentions: 'urn:xmpp:mentions:0', // XEP-0513
  formValidation: 'http://jabber.org/protocol/xdata-validate', // XEP-0122
  formLayout: 'http://jabber.org/protocol/xdata-layout', // XEP-0141
  mentionAll: 'urn:fluux:mentions:0', // of Fluux Messenger, which knows no other call to everybody
  roomSearch: 'urn:xmpp:channel-search:0:search', // XEP-0433
  roomSearchParameters: 'urn:xmpp:channel-search:0:search-params',
  roomSearchOrder: 'urn:xmpp:channel-search:0:order',
  bookmarks: 'urn:xmpp:bookmarks:1', // XEP-0402: namespace and node
  bookmarksCompat: 'urn:xmpp:bookmarks:1#compat',
  bookmarksCompatPep: 'urn:xmpp:bookmarks:1#compat-pep',
  olderBookmarks: 'storage:bookmarks', // XEP-0048: namespace and node
  privateStorage: 'jabber:iq:private', // XEP-0049
  pinned: 'urn:xmpp:bookmarks-pinning:0', // XEP-0469
  notificationSettings: 'urn:xmpp:notification-settings:1', // XEP-0492

  // presence and people
  idle: 'urn:xmpp:idle:1', // XEP-0319
  vcardUpdate: 'vcard-temp:x:update', // XEP-0153
  vcard: 'vcard-temp', // XEP-0054
  vcard4: 'urn:ietf:params:xml:ns:vcard-4.0', // RFC 6351
  vcard4Node: 'urn:xmpp:vcard4', // XEP-0292
  avatarData: 'urn:xmpp:avatar:data', // XEP-0084: namespace and node
  avatarMetadata: 'urn:xmpp:avatar:metadata',
  avatarConversion: 'urn:xmpp:pep-vcard-conversion:0', // XEP-0398
  blocking: 'urn:xmpp:blocking', // XEP-0191
  blockingErrors: 'urn:xmpp:blocking:errors',
  reporting: 'urn:xmpp:reporting:1', // XEP-0377
  reportSpam: 'urn:xmpp:reporting:spam',
  reportAbuse: 'urn:xmpp:reporting:abuse',
  preauth: 'urn:xmpp:pars:0', // XEP-0379

  // PubSub
  pubsub: 'http://jabber.org/protocol/pubsub', // XEP-0060
  pubsubEvent: 'http://jabber.org/protocol/pubsub#event',
  pubsubOwner: 'http://jabber.org/protocol/pubsub#owner',
  pubsubNodeConfig: 'http://jabber.org/protocol/pubsub#node_config',
  pubsubErrors: 'http://jabber.org/protocol/pubsub#errors',
  pubsubPublishOptions: 'http://jabber.org/protocol/pubsub#publish-options',
  pubsubConfigMax: 'http://jabber.org/protocol/pubsub#config-node-max',

  // accounts and forms
  forms: 'jabber:x:data', // XEP-0004
  media: 'urn:xmpp:media-element', // XEP-0221
  bits: 'urn:xmpp:bob', // XEP-0231
  captcha: 'urn:xmpp:captcha', // XEP-0158
  register: 'jabber:iq:register', // XEP-0077
  registerFeature: 'http://jabber.org/features/iq-register',
  registerToken: 'urn:xmpp:ibr-token:0', // XEP-0445
  oob: 'jabber:x:oob', // XEP-0066
  upload: 'urn:xmpp:http:upload:0', // XEP-0363
  commands: 'http://jabber.org/protocol/commands', // XEP-0050
  invite: 'urn:xmpp:invite#invite', // XEP-0401
  createAccount: 'urn:xmpp:invite#create-account',

  // calls
  callMessages: 'urn:xmpp:jingle-message:0', // XEP-0353
  jingle: 'urn:xmpp:jingle:1', // XEP-0166
  jingleErrors: 'urn:xmpp:jingle:errors:1',
  rtp: 'urn:xmpp:jingle:apps:rtp:1', // XEP-0167
  rtpAudio: 'urn:xmpp:jingle:apps:rtp:audio',
  rtpVideo: 'urn:xmpp:jingle:apps:rtp:video',
  rtpInfo: 'urn:xmpp:jingle:apps:rtp:info:1',
  rtpFeedback: 'urn:xmpp:jingle:apps:rtp:rtcp-fb:0', // XEP-0293
  rtpHeaders: 'urn:xmpp:jingle:apps:rtp:rtp-hdrext:0', // XEP-0294
  rtpSources: 'urn:xmpp:jingle:apps:rtp:ssma:0', // XEP-0339
  dtls: 'urn:xmpp:jingle:apps:dtls:0', // XEP-0320
  grouping: 'urn:xmpp:jingle:apps:grouping:0', // XEP-0338
  category: 'urn:xmpp:jingle:apps:category:0', // XEP-0507
  iceUdp: 'urn:xmpp:jingle:transports:ice-udp:1', // XEP-0176
  iceOption: 'http://gultsch.de/xmpp/drafts/jingle/transports/ice-udp/option', // as Conversations and Monal say `a=ice-options`
  externalServices: 'urn:xmpp:extdisco:2', // XEP-0215
} as const;
