import type { ReactElement } from 'react';
import { useText } from '../../i18n/text.tsx';
import { Select } from '../../ui/Select.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { Problem } from '../problem/Problem.tsx';
import { Card } from './Card.tsx';
import { useSettings } from './use-settings.ts';

const MINUTES = [0, 5, 10, 15, 30, 60] as const;

export function Privacy(): ReactElement {
  const say = useText();
  const { values, failure, change } = useSettings();
  const away = MINUTES.some(minutes => minutes === values.awayAfterMinutes) ? MINUTES : [...MINUTES, values.awayAfterMinutes].toSorted((a, b) => a - b);
  return (
    <>
      <Card title={say('settings.privacy.others')}>
        <Switch
          label={say('settings.readMarkers')}
          description={say('settings.readMarkersHelp')}
          isSelected={values.sendReadMarkers}
          onChange={sendReadMarkers => change({ sendReadMarkers })}
        />
        <Switch
          label={say('settings.typing')}
          description={say('settings.typingHelp')}
          isSelected={values.sendTyping}
          onChange={sendTyping => change({ sendTyping })}
        />
        <Select
          layout="row"
          label={say('settings.away')}
          description={say('settings.awayHelp')}
          value={String(values.awayAfterMinutes)}
          onChange={minutes => change({ awayAfterMinutes: Number(minutes) })}
          options={away.map(minutes => ({ id: String(minutes), label: say('settings.away.minutes', { minutes }) }))}
        />
      </Card>
      <Card title={say('settings.privacy.reach')}>
        <Switch
          label={say('settings.onlyKnown')}
          description={say('settings.onlyKnownHelp')}
          isSelected={values.onlyKnownPeople}
          onChange={onlyKnownPeople => change({ onlyKnownPeople })}
        />
      </Card>
      <Card title={say('settings.privacy.calls')}>
        <Switch
          label={say('settings.relayStrangers')}
          description={say('settings.relayStrangersHelp')}
          isSelected={values.relayForStrangers}
          onChange={relayForStrangers => change({ relayForStrangers })}
        />
        <Switch
          label={say('settings.relayAlways')}
          description={say('settings.relayAlwaysHelp')}
          isSelected={values.relayAlways}
          onChange={relayAlways => change({ relayAlways })}
        />
        <Switch
          label={say('settings.ringStrangers')}
          description={say('settings.ringStrangersHelp')}
          isSelected={values.ringForStrangers}
          onChange={ringForStrangers => change({ ringForStrangers })}
        />
      </Card>
      <Problem failure={failure} />
    </>
  );
}
