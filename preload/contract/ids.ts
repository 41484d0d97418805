/** Names that must not be mixed up are branded strings or numbers: the compiler keeps them apart, the wire does not see them. */
type Brand<Base, Name extends string> = Base & { readonly __brand: Name };

/** `user@domain` or `domain`, prepared and lower case, without a resource (RFC 7622). */
export type BareJid = Brand<string, 'BareJid'>;
/** Row of one XMPP account in the local store. */
export type AccountId = Brand<number, 'AccountId'>;
/** Row of one conversation: one account with one peer. */
export type ConversationId = Brand<number, 'ConversationId'>;
/** Row of one message; stable over restarts, unique over all accounts. */
export type MessageId = Brand<number, 'MessageId'>;
/** The id that the sender's client gave a message (`origin-id`, or the stanza's `id`). */
export type OriginId = Brand<string, 'OriginId'>;
/** One call: the id that its proposal and its Jingle session carry. The caller chose it, so it names a call only together with account and peer. */
export type CallSid = Brand<string, 'CallSid'>;
/** A call that this app takes part in now, from its first ring to its end. Ours, never from the wire. */
export type CallId = Brand<string, 'CallId'>;

// The only places where a plain value becomes a branded one. Validation stands where values enter: contract, codecs, row mappers.
export const bareJid = (text: string): BareJid => text as BareJid;
export const accountId = (row: number): AccountId => row as AccountId;
export const conversationId = (row: number): ConversationId => row as ConversationId;
export const messageId = (row: number): MessageId => row as MessageId;
export const originId = (text: string): OriginId => text as OriginId;
export const callSid = (text: string): CallSid => text as CallSid;
export const callId = (text: string): CallId => text as CallId;
