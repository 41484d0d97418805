import type { NotifierOptions } from './notifier.ts';

interface Words {
  readonly newMessage: string;
  readonly newMessages: (count: number) => string;
  readonly wantsToWrite: string;
  readonly wantsToConnect: string;
  readonly invitesYou: (room: string) => string;
  readonly calls: string;
  readonly videoCalls: string;
  readonly answer: string;
  readonly decline: string;
  readonly missedCall: string;
  readonly missedCalls: (count: number) => string;
}
/** The few words that main itself says; everything else is said by the page. */
const WORDS: Readonly<Record<'en' | 'de', Words>> = {
  en: {
    newMessage: 'New message',
    newMessages: count => `${count} new messages`,
    wantsToWrite: 'Somebody you do not know wants to write to you',
    wantsToConnect: 'Wants to add you as a contact',
    invitesYou: room => `Invites you to ${room}`,
    calls: 'Incoming call',
    videoCalls: 'Incoming video call',
    answer: 'Answer',
    decline: 'Decline',
    missedCall: 'Missed call',
    missedCalls: count => `${count} missed calls`,
  },
  de: {
    newMessage: 'Neue Nachricht',
    newMessages: count => `${count} neue Nachrichten`,
    wantsToWrite: 'Jemand, den Sie nicht kennen, möchte Ihnen schreiben',
    wantsToConnect: 'Möchte Sie als Kontakt hinzufügen',
    invitesYou: room => `Lädt Sie ein: ${room}`,
    calls: 'Eingehender Anruf',
    videoCalls: 'Eingehender Videoanruf',
    answer: 'Annehmen',
    decline: 'Ablehnen',
    missedCall: 'Verpasster Anruf',
    missedCalls: count => `${count} verpasste Anrufe`,
  },
};

/** `language` is asked each time: the user may change it. */
export function noticeWords(language: () => 'en' | 'de'): NotifierOptions['words'] {
  return {
    newMessage: () => WORDS[language()].newMessage,
    newMessages: count => WORDS[language()].newMessages(count),
    wantsToWrite: () => WORDS[language()].wantsToWrite,
    wantsToConnect: () => WORDS[language()].wantsToConnect,
    invitesYou: room => WORDS[language()].invitesYou(room),
    calls: video => (video ? WORDS[language()].videoCalls : WORDS[language()].calls),
    answer: () => WORDS[language()].answer,
    decline: () => WORDS[language()].decline,
    missedCall: () => WORDS[language()].missedCall,
    missedCalls: count => WORDS[language()].missedCalls(count),
  };
}
