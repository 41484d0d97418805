// XEP-0045: Multi-User Chat, version 1.35.5 (2026-05-03): who asks for voice (§7.13, §8.6) or to become a member (§9.8)
import type { BareJid } from '../../../../preload/contract/ids.ts';
import { el, type Element } from '../../element.ts';
import type { Incoming } from '../../feature.ts';
import { formIn, submitForm, valueOf } from '../../form.ts';
import { isBare } from '../../jid.ts';
import { NS } from '../../ns.ts';
import { messageType } from '../messaging/messaging.codec.ts';
import type { VoiceRequest } from './muc.types.ts';
import { addressIn, nicknameIn } from './values.ts';

const MOST_ROLE = 64;
/** `role` of a request to become a member, which has no role in its form. */
export const MEMBERSHIP = 'member';

/**
 * The form that a room sends to its moderators; undefined where the message is none, or is not from the room itself. With the role
 * `MEMBERSHIP` somebody asks to become a member.
 */
export function readVoiceRequest({ stanza, from, peer, mine }: Incoming): VoiceRequest | undefined {
  const form = formIn(stanza);
  const about = valueOf(form, 'FORM_TYPE');
  if (form?.type !== 'form' || mine || !isBare(from, peer) || messageType(stanza) === 'error') return undefined;
  if (about === NS.mucRegister) {
    const nickname = nicknameIn(valueOf(form, 'muc#register_roomnick'));
    return nickname === undefined ? undefined : { address: addressIn(valueOf(form, 'muc#register_jid')), nickname, role: MEMBERSHIP };
  }
  const nickname = nicknameIn(valueOf(form, 'muc#roomnick'));
  if (about !== NS.mucRequest || nickname === undefined) return undefined;
  return { address: addressIn(valueOf(form, 'muc#jid')), nickname, role: valueOf(form, 'muc#role')?.slice(0, MOST_ROLE).toWellFormed() ?? 'participant' };
}

const message = (room: BareJid, form: Element): Element => el('message', NS.client, { to: room }, form);

/** Asks the moderators for voice (§7.13). */
export const requestVoice = (room: BareJid): Element => message(room, submitForm({ 'muc#role': ['participant'] }, NS.mucRequest));

const given = (name: string, value: string | undefined): Readonly<Record<string, readonly string[]>> => (value === undefined ? {} : { [name]: [value] });

/** Answers a request (§8.6, §9.8). Refusing is said too, so that it leaves the lists of the other moderators. */
export function answerRequest(room: BareJid, request: VoiceRequest, grant: boolean): Element {
  const allow = [String(grant)];
  if (request.role === MEMBERSHIP) {
    const values = { 'muc#register_roomnick': [request.nickname], ...given('muc#register_jid', request.address), 'muc#register_allow': allow };
    return message(room, submitForm(values, NS.mucRegister));
  }
  const values = { 'muc#role': [request.role], ...given('muc#jid', request.address), 'muc#roomnick': [request.nickname], 'muc#request_allow': allow };
  return message(room, submitForm(values, NS.mucRequest));
}
