import { BellOff, BellRing } from 'lucide-react';
import { useCallback, useMemo, useState, type ReactElement } from 'react';
import { useFormats, useText } from '../../i18n/text.tsx';
import { useViewModel } from '../../model/view-model.ts';
import { askForNotices, noticePermission } from '../../page/notices.ts';
import { useServices } from '../../services.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Select } from '../../ui/Select.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { OwnPresenceModel } from '../presence/own-presence.model.ts';
import { Problem } from '../problem/Problem.tsx';
import { useAction } from '../problem/use-action.ts';
import { useAnswer } from '../problem/use-answer.ts';
import { Card } from './Card.tsx';
import styles from './Settings.module.css';
import { useSettings } from './use-settings.ts';

const SHOWN = ['text', 'name', 'nothing'] as const;

export function Notifications(): ReactElement {
  const say = useText();
  const { values, failure, change } = useSettings();
  return (
    <>
      <Permission />
      <Card>
        <Select
          layout="row"
          label={say('settings.notify')}
          value={values.notify}
          onChange={notify => change({ notify })}
          options={SHOWN.map(id => ({ id, label: say(`settings.notify.${id}`) }))}
        />
        <Switch label={say('settings.sound')} isSelected={values.notifySound} onChange={notifySound => change({ notifySound })} />
        <DoNotDisturb />
      </Card>
      <Problem failure={failure} />
      <Reasons />
    </>
  );
}

/** A page that shows notifications itself needs the user's leave, and asks for it here, on a click. */
function Permission(): ReactElement | null {
  const say = useText();
  const { desk } = useServices();
  const { value: capabilities } = useAnswer(useCallback(() => desk.capabilities({}), [desk]));
  const [permission, setPermission] = useState(noticePermission);
  if (!capabilities?.pageNotices || permission === 'granted') return null;
  if (permission === 'default') {
    return (
      <Banner
        icon={BellRing}
        actions={
          <Button kind="primary" size="small" onPress={() => void askForNotices().then(setPermission)}>
            {say('settings.permission.ask')}
          </Button>
        }
      >
        {say('settings.permission.default')}
      </Banner>
    );
  }
  return (
    <Banner icon={BellOff} tone="warning">
      {say(permission === 'denied' ? 'settings.permission.denied' : 'settings.permission.unsupported')}
    </Banner>
  );
}

function DoNotDisturb(): ReactElement {
  const say = useText();
  const { contacts } = useServices();
  const model = useMemo(() => new OwnPresenceModel(contacts), [contacts]);
  const { presence } = useViewModel(model);
  const { failure, run } = useAction();
  return (
    <>
      <Switch
        label={say('settings.dnd')}
        description={say('settings.dndHelp')}
        isSelected={presence.availability === 'dnd'}
        onChange={on => void run(() => model.setAvailability(on ? 'dnd' : 'available'))}
      />
      <Problem failure={failure} />
    </>
  );
}

/** Why a message did or did not notify: the answer to "why did I not hear of this". */
function Reasons(): ReactElement {
  const say = useText();
  const formats = useFormats();
  const { desk } = useServices();
  const { value, again } = useAnswer(useCallback(() => desk.noticeReasons({}), [desk]));
  return (
    <Card title={say('settings.reasons')} text={say('settings.reasonsHelp')}>
      {value?.length === 0 && <p className={styles['quiet']}>{say('settings.reasonsNone')}</p>}
      {value && value.length > 0 && (
        <ul className={styles['reasons']}>
          {value.slice(0, 50).map(({ at, title, shown, reason }, index) => (
            <li key={`${at} ${index}`} className={styles['reason']}>
              {shown ? <BellRing aria-hidden className={styles['icon']} /> : <BellOff aria-hidden className={styles['icon']} />}
              <span className={styles['words']}>
                <bdi>{title}</bdi>
                <span className={styles['quiet']}>
                  {say(shown ? 'settings.reason.shown' : 'settings.reason.notShown', { reason: reasonText(say, reason) })}
                </span>
              </span>
              <time className={styles['quiet']}>{formats.formatDate(at, { dateStyle: 'short', timeStyle: 'short' })}</time>
            </li>
          ))}
        </ul>
      )}
      <div>
        <Button size="small" onPress={again}>
          {say('settings.reasonsAgain')}
        </Button>
      </div>
    </Card>
  );
}

const REASONS = ['own', 'history', 'read', 'on-screen', 'muted', 'room-level', 'blocked', 'do-not-disturb', 'switched-off', 'new'] as const;
/** Main's words for its reasons; one that has no text here is shown as it is. */
function reasonText(say: ReturnType<typeof useText>, reason: string): string {
  const known = REASONS.find(one => one === reason);
  return known ? say(`settings.reason.why.${known}`) : reason;
}
