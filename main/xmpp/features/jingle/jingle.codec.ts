// XEP-0166: Jingle, version 1.1.2 (2018-09-19), with XEP-0338: Jingle Grouping Framework, version 1.0.0 (2020-07-21)
import { attr, childNamed, childrenOf, el, type Element } from '../../element.ts';
import { NS } from '../../ns.ts';
import { decodeIce, encodeIce } from './ice.codec.ts';
import { CONTENT_ACTIONS, type Content, type Group, type JingleAction, type Role, type SessionInfo } from './jingle.types.ts';
import { decodeReason, encodeReason } from './reason.codec.ts';
import { decodeCategory, decodeRtp, encodeRtp } from './rtp.codec.ts';
import { MOST, readName, readSenders, readSid, readToken } from './values.ts';

const ROLES = ['initiator', 'responder'] as const;
const MOST_ADDRESS = 3071;

/** Undefined where it is malformed (§6.3.2): no session, no known action, contents without names, with one name twice, or too many. */
export function decodeJingle(jingle: Element): JingleAction | undefined {
  const sid = readSid(attr(jingle, 'sid'));
  const said = attr(jingle, 'action');
  if (jingle.getName() !== 'jingle' || jingle.getNS() !== NS.jingle || sid === undefined) return undefined;
  if (said === 'session-terminate') return { action: said, sid, reason: decodeReason(jingle) };
  if (said === 'session-info') return { action: said, sid, ...decodeInfo(jingle) };
  const action = CONTENT_ACTIONS.find(one => one === said);
  const contents = decodeContents(jingle);
  if (!action || !contents) return undefined;
  return {
    action,
    sid,
    initiator: address(jingle, 'initiator'),
    responder: address(jingle, 'responder'),
    contents,
    groups: decodeGroups(jingle),
    reason: decodeReason(jingle),
  };
}

const address = (jingle: Element, name: string): string | undefined => {
  const text = attr(jingle, name);
  return text !== undefined && text.length <= MOST_ADDRESS ? text : undefined;
};

function decodeContents(jingle: Element): readonly Content[] | undefined {
  const found = childrenOf(jingle).filter(one => one.getName() === 'content' && one.getNS() === NS.jingle);
  if (found.length === 0 || found.length > MOST.contents) return undefined;
  const contents = found.flatMap(one => decodeContent(one) ?? []);
  return contents.length === found.length && new Set(contents.map(one => one.name)).size === contents.length ? contents : undefined;
}

function decodeContent(content: Element): Content | undefined {
  const name = readName(attr(content, 'name'));
  const description = childrenOf(content).find(one => one.getName() === 'description');
  return name === undefined
    ? undefined
    : {
        name,
        creator: readRole(attr(content, 'creator')) ?? 'initiator',
        senders: readSenders(attr(content, 'senders')),
        category: decodeCategory(description),
        description: decodeRtp(description),
        transport: decodeIce(childrenOf(content).find(one => one.getName() === 'transport')),
      };
}

const readRole = (text: string | undefined): Role | undefined => ROLES.find(one => one === text);

function decodeGroups(jingle: Element): readonly Group[] {
  return childrenOf(jingle)
    .filter(one => one.getName() === 'group' && one.getNS() === NS.grouping)
    .slice(0, MOST.groups)
    .flatMap(group => {
      const semantics = readToken(attr(group, 'semantics'));
      const names = group
        .getChildren('content')
        .slice(0, MOST.contents)
        .flatMap(one => readName(attr(one, 'name')) ?? []);
      return semantics === undefined ? [] : [{ semantics, names }];
    });
}

const PLAIN_INFOS = ['ringing', 'active', 'hold', 'unhold'] as const;
const MUTINGS = ['mute', 'unmute'] as const;

function decodeInfo(jingle: Element): { readonly info: SessionInfo | undefined; readonly unknown: boolean } {
  const said = childNamed(jingle, NS.rtpInfo);
  const info = PLAIN_INFOS.find(one => one === said?.getName());
  if (info) return { info: { info }, unknown: false };
  const muting = MUTINGS.find(one => one === said?.getName());
  if (said && muting) return { info: { info: muting, name: readName(attr(said, 'name')), creator: readRole(attr(said, 'creator')) }, unknown: false };
  return { info: undefined, unknown: childrenOf(jingle).length > 0 };
}

export function encodeJingle(said: JingleAction): Element {
  const { action, sid } = said;
  if (action === 'session-info') return el('jingle', NS.jingle, { action, sid }, said.info && encodeInfo(said.info));
  if (action === 'session-terminate') return el('jingle', NS.jingle, { action, sid }, said.reason && encodeReason(said.reason, NS.jingle));
  return el(
    'jingle',
    NS.jingle,
    { action, sid, initiator: said.initiator, responder: said.responder },
    ...said.groups.map(({ semantics, names }) => el('group', NS.grouping, { semantics }, ...names.map(name => el('content', undefined, { name })))),
    ...said.contents.map(encodeContent),
    said.reason && encodeReason(said.reason, NS.jingle),
  );
}

const encodeContent = ({ name, creator, senders, category, description, transport }: Content): Element =>
  el(
    'content',
    undefined,
    { creator, name, senders: senders === 'both' ? undefined : senders },
    description && encodeRtp(description, category),
    transport && encodeIce(transport),
  );

const encodeInfo = (info: SessionInfo): Element => el(info.info, NS.rtpInfo, 'name' in info ? { name: info.name, creator: info.creator } : {});
