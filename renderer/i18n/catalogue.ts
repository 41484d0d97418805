import enCommon from './en/common.json' with { type: 'json' };
import enShell from './en/shell.json' with { type: 'json' };
import enConversations from './en/conversations.json' with { type: 'json' };
import enConversation from './en/conversation.json' with { type: 'json' };
import enComposer from './en/composer.json' with { type: 'json' };
import enAccount from './en/account.json' with { type: 'json' };
import enCall from './en/call.json' with { type: 'json' };
import enCalls from './en/calls.json' with { type: 'json' };
import enContacts from './en/contacts.json' with { type: 'json' };
import enForm from './en/form.json' with { type: 'json' };
import enLink from './en/link.json' with { type: 'json' };
import enPhone from './en/phone.json' with { type: 'json' };
import enPresence from './en/presence.json' with { type: 'json' };
import enProblem from './en/problem.json' with { type: 'json' };
import enRoom from './en/room.json' with { type: 'json' };
import enRooms from './en/rooms.json' with { type: 'json' };
import enMembers from './en/members.json' with { type: 'json' };
import enRoomSettings from './en/roomSettings.json' with { type: 'json' };
import enSearch from './en/search.json' with { type: 'json' };
import enSettings from './en/settings.json' with { type: 'json' };
import enShortcuts from './en/shortcuts.json' with { type: 'json' };
import enSignIn from './en/signIn.json' with { type: 'json' };
import enSignUp from './en/signUp.json' with { type: 'json' };
import enSound from './en/sound.json' with { type: 'json' };
import enTrouble from './en/trouble.json' with { type: 'json' };
import deCommon from './de/common.json' with { type: 'json' };
import deShell from './de/shell.json' with { type: 'json' };
import deConversations from './de/conversations.json' with { type: 'json' };
import deConversation from './de/conversation.json' with { type: 'json' };
import deComposer from './de/composer.json' with { type: 'json' };
import deAccount from './de/account.json' with { type: 'json' };
import deCall from './de/call.json' with { type: 'json' };
import deCalls from './de/calls.json' with { type: 'json' };
import deContacts from './de/contacts.json' with { type: 'json' };
import deForm from './de/form.json' with { type: 'json' };
import deLink from './de/link.json' with { type: 'json' };
import dePhone from './de/phone.json' with { type: 'json' };
import dePresence from './de/presence.json' with { type: 'json' };
import deProblem from './de/problem.json' with { type: 'json' };
import deRoom from './de/room.json' with { type: 'json' };
import deRooms from './de/rooms.json' with { type: 'json' };
import deMembers from './de/members.json' with { type: 'json' };
import deRoomSettings from './de/roomSettings.json' with { type: 'json' };
import deSearch from './de/search.json' with { type: 'json' };
import deSettings from './de/settings.json' with { type: 'json' };
import deShortcuts from './de/shortcuts.json' with { type: 'json' };
import deSignIn from './de/signIn.json' with { type: 'json' };
import deSignUp from './de/signUp.json' with { type: 'json' };
import deSound from './de/sound.json' with { type: 'json' };
import deTrouble from './de/trouble.json' with { type: 'json' };

/**
 * One file per area and language. To add an area, name it here four times; to add a language, add its column. A key starts with its area
 * (`composer.send`); the compiler refuses a key that is missing in a language, catalogue.test.ts one that nobody uses.
 */
export const en = {
  ...enCommon,
  ...enShell,
  ...enConversations,
  ...enConversation,
  ...enComposer,
  ...enAccount,
  ...enCall,
  ...enCalls,
  ...enContacts,
  ...enForm,
  ...enLink,
  ...enPhone,
  ...enPresence,
  ...enProblem,
  ...enRoom,
  ...enRooms,
  ...enMembers,
  ...enRoomSettings,
  ...enSearch,
  ...enSettings,
  ...enShortcuts,
  ...enSignIn,
  ...enSignUp,
  ...enSound,
  ...enTrouble,
};
export type TextKey = keyof typeof en;

const de: Record<TextKey, string> = {
  ...deCommon,
  ...deShell,
  ...deConversations,
  ...deConversation,
  ...deComposer,
  ...deAccount,
  ...deCall,
  ...deCalls,
  ...deContacts,
  ...deForm,
  ...deLink,
  ...dePhone,
  ...dePresence,
  ...deProblem,
  ...deRoom,
  ...deRooms,
  ...deMembers,
  ...deRoomSettings,
  ...deSearch,
  ...deSettings,
  ...deShortcuts,
  ...deSignIn,
  ...deSignUp,
  ...deSound,
  ...deTrouble,
};

export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];
export const catalogue: Record<Language, Readonly<Record<TextKey, string>>> = { en, de };

/** The first of the wanted languages that there are texts for, else English. */
export function chooseLanguage(setting: 'system' | Language, wanted: readonly string[]): Language {
  if (setting !== 'system') return setting;
  for (const tag of wanted) {
    const found = LANGUAGES.find(language => tag.toLowerCase().split('-')[0] === language);
    if (found) return found;
  }
  return 'en';
}
