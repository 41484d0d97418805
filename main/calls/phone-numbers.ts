import { parsePhoneNumberFromString, type CountryCode, isSupportedCountry } from 'libphonenumber-js/min';
import { bareJid, type BareJid } from '../../preload/contract/ids.ts';
import { localOf, prepareDomain } from '../xmpp/jid.ts';

/** Where a number without a country code belongs: two letters of ISO 3166; undefined where there is no such country. */
export function countryOf(letters: string | undefined): CountryCode | undefined {
  const country = letters?.toUpperCase();
  return country !== undefined && isSupportedCountry(country) ? country : undefined;
}

/** A number as somebody typed, pasted or linked it (RFC 3966) in the form E.164; undefined where it is none. */
export function readNumber(text: string, country: CountryCode | undefined): string | undefined {
  const typed = text
    .trim()
    .replace(/^tel:/i, '')
    .replace(/;(?!phone-context=|ext=).*$/i, '');
  const found = parsePhoneNumberFromString(typed.slice(0, 64), country === undefined ? {} : { defaultCountry: country });
  return found?.isPossible() ? found.number : undefined;
}

/** As its country writes it, with the country in front. */
export const writeNumber = (number: string): string => parsePhoneNumberFromString(number)?.formatInternational() ?? number;

/** Numbers behind a gateway: `+15551234567@cheogram.com`. */
export const numberAt = (number: string, gateway: BareJid): BareJid => bareJid(`${number}@${gateway}`);

/** The number that an address stands for; undefined where it stands for a person. */
export function numberOf(address: BareJid): string | undefined {
  const local = localOf(address);
  return local !== undefined && /^\+[1-9]\d{4,14}$/.test(local) ? local : undefined;
}

/** XEP-0106 §4: a SIP address behind a gateway, as `romeo\40montague.lit@sip.example`; undefined where it is no address of SIP. */
export function sipAt(text: string, gateway: BareJid): BareJid | undefined {
  const [, user, host] = /^(?:sips?:)?([^@\s;?]{1,200})@([^@\s;?:]{1,255})$/i.exec(text.trim()) ?? [];
  const domain = host === undefined ? undefined : prepareDomain(host);
  if (user === undefined || domain === undefined) return undefined;
  return bareJid(`${escapeNode(user.toLowerCase())}\\40${domain}@${gateway}`);
}

/** XEP-0106 §3.2; a backslash only where it would be read as an escape. */
const escapeNode = (text: string): string =>
  text.replace(/\\(?=20|22|26|27|2f|3a|3c|3e|40|5c)/gi, String.raw`\5c`).replace(/[ "&'/:<>@]/g, one => `\\${one.charCodeAt(0).toString(16)}`);
