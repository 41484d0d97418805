import { Info } from 'lucide-react';
import { useCallback, useEffect, useState, type ReactElement } from 'react';
import type { PhoneState } from '../../../preload/contract/phone.ts';
import { useText } from '../../i18n/text.tsx';
import { useServices } from '../../services.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { Problem } from '../problem/Problem.tsx';
import { useAnswer } from '../problem/use-answer.ts';
import { Card } from './Card.tsx';
import { Greeting } from './Greeting.tsx';
import { useSettings, type SettingsInView } from './use-settings.ts';

const DOES = ['off', 'machine', 'echo'] as const;
const WHOSE = ['contacts', 'listed'] as const;
const SECONDS = [0, 5, 10, 15, 20, 30, 45, 60];

/** The phone that answers by itself, where this host has one. */
export function Answering(): ReactElement | null {
  const { desk } = useServices();
  const { value: capabilities } = useAnswer(useCallback(() => desk.capabilities({}), [desk]));
  return capabilities?.phone ? <Phone /> : null;
}

function Phone(): ReactElement {
  const say = useText();
  const { phone } = useServices();
  const { value, again } = useAnswer(useCallback(() => phone.state({}), [phone]));
  useEffect(() => phone.onChanged(again), [phone, again]);
  return (
    <Card title={say('phone.title')} text={say('phone.help')}>
      {value?.fixed && <Banner icon={Info}>{say('phone.fixed')}</Banner>}
      {value && !value.fixed && <Choices state={value} />}
    </Card>
  );
}

function Choices({ state }: { readonly state: PhoneState }): ReactElement {
  const say = useText();
  const settings = useSettings();
  const { values, failure, change } = settings;
  // One that was set elsewhere is a choice too.
  const seconds = [...new Set([...SECONDS, values.phoneAfterSeconds])].toSorted((one, other) => one - other);
  return (
    <>
      <Select
        layout="row"
        label={say('phone.does')}
        description={values.phone === 'machine' ? say('phone.machineHelp') : undefined}
        value={values.phone}
        onChange={phone => change({ phone })}
        options={DOES.map(id => ({ id, label: say(`phone.does.${id}`) }))}
      />
      {values.phone !== 'off' && (
        <>
          <Select
            layout="row"
            label={say('phone.answers')}
            value={values.phoneAnswers}
            onChange={phoneAnswers => change({ phoneAnswers })}
            options={WHOSE.map(id => ({ id, label: say(`phone.answers.${id}`) }))}
          />
          {values.phoneAnswers === 'listed' && <Listed {...settings} />}
          <Select
            layout="row"
            label={say('phone.after')}
            value={String(values.phoneAfterSeconds)}
            onChange={id => change({ phoneAfterSeconds: Number(id) })}
            options={seconds.map(count => ({ id: String(count), label: count === 0 ? say('phone.atOnce') : say('phone.seconds', { count }) }))}
          />
        </>
      )}
      {values.phone === 'machine' && <Greeting lengthMs={state.greetingMs} />}
      <Problem failure={failure} />
    </>
  );
}

/** As main reads them: a name, an at, and a server. */
const ADDRESS = /^[^\s@/]+@[^\s@/]+$/u;

function Listed({ values, change }: SettingsInView): ReactElement {
  const say = useText();
  const kept = values.phoneListed.join(', ');
  const [text, setText] = useState(kept);
  const addresses = text.split(/[\s,;]+/u).filter(one => one !== '');
  const wrong = addresses.find(one => !ADDRESS.test(one));
  return (
    <>
      <TextField
        label={say('phone.listed')}
        description={say('phone.listedHelp')}
        error={wrong === undefined ? undefined : say('phone.listedWrong', { text: wrong })}
        rows={2}
        value={text}
        onChange={setText}
      />
      {text !== kept && (
        <div>
          <Button isDisabled={wrong !== undefined || addresses.length > 200} onPress={() => change({ phoneListed: addresses })}>
            {say('phone.keep')}
          </Button>
        </div>
      )}
    </>
  );
}
