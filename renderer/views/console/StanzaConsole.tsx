import { ArrowDownLeft, ArrowUpRight, Pause, Play, Trash2 } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type ReactElement, type SyntheticEvent } from 'react';
import { useFormats, useText } from '../../i18n/text.tsx';
import { useReplicas } from '../../model/replicas.ts';
import { useViewModel } from '../../model/view-model.ts';
import { Button } from '../../ui/Button.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { Problem } from '../problem/Problem.tsx';
import { useAction } from '../problem/use-action.ts';
import styles from './Console.module.css';
import { shownLines, type ConsoleModel } from './console.model.ts';

/** What goes over the wire, as it goes; secrets are blanked out before it gets here. */
export function StanzaConsole({ model }: { readonly model: ConsoleModel }): ReactElement {
  const say = useText();
  const snapshot = useViewModel(model);
  const { filter, account, paused, missed, lines } = snapshot;
  const { value: accounts } = useViewModel(useReplicas().accounts);
  const shown = useMemo(() => shownLines({ lines, filter, account }), [lines, filter, account]);
  return (
    <div className={styles['console']}>
      <div className={styles['bar']}>
        <div className={styles['filter']}>
          <TextField
            label={say('settings.console.filter')}
            labelHidden
            placeholder={say('settings.console.filter')}
            value={filter}
            onChange={model.setFilter}
          />
        </div>
        <Button size="small" icon={paused ? Play : Pause} onPress={() => model.pause(!paused)}>
          {paused ? say('settings.console.resume', { count: missed }) : say('settings.console.pause')}
        </Button>
        <Button size="small" icon={Trash2} onPress={model.clear}>
          {say('settings.console.clear')}
        </Button>
      </div>
      {accounts.length > 1 && (
        <Select
          layout="row"
          label={say('settings.console.account')}
          value={String(account ?? 'all')}
          onChange={id => model.setAccount(accounts.find(one => String(one.id) === id)?.id)}
          options={[{ id: 'all', label: say('settings.console.allAccounts') }, ...accounts.map(one => ({ id: String(one.id), label: one.address }))]}
        />
      )}
      <Lines lines={shown} />
      <SendXml model={model} />
    </div>
  );
}

function Lines({ lines }: { readonly lines: ReturnType<typeof shownLines> }): ReactElement {
  const say = useText();
  const formats = useFormats();
  const box = useRef<HTMLOListElement>(null);
  const atEnd = useRef(true);
  useEffect(() => {
    // Only where the reader is at the end already: nothing moves while one reads.
    if (atEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight;
  });
  return (
    <ol
      ref={box}
      className={styles['lines']}
      aria-label={say('settings.console')}
      tabIndex={0} // oxlint-disable-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached by keyboard
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => void (atEnd.current = scrollHeight - scrollTop - clientHeight < 24)}
    >
      {lines.length === 0 && <li className={styles['none']}>{say('settings.console.none')}</li>}
      {lines.map(({ key, at, direction, xml }) => (
        <li key={key} className={styles['line']} data-direction={direction}>
          <span className={styles['meta']}>
            {direction === 'in' ? <ArrowDownLeft aria-hidden /> : <ArrowUpRight aria-hidden />}
            <span>{say(`settings.console.${direction}`)}</span>
            <time>{formats.formatTime(at, { hour: '2-digit', minute: '2-digit', second: '2-digit' })}</time>
          </span>
          <code dir="ltr">{xml}</code>
        </li>
      ))}
    </ol>
  );
}

function SendXml({ model }: { readonly model: ConsoleModel }): ReactElement {
  const say = useText();
  const { account } = useViewModel(model);
  const { value: accounts } = useViewModel(useReplicas().accounts);
  const { busy, failure, run, clear } = useAction();
  const [xml, setXml] = useState('');
  const from = account ?? accounts.find(({ enabled }) => enabled)?.id;
  // Main reads it with the parser of the stream. The page has none: its policy forbids the browser's own.
  const malformed = failure?.code === 'bad-request';
  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    if (from !== undefined && !busy && (await run(() => model.send(from, xml.trim())))) setXml('');
  };
  return (
    <form className={styles['send']} onSubmit={event => void submit(event)}>
      <TextField
        label={say('settings.console.xml')}
        value={xml}
        onChange={text => {
          setXml(text);
          clear();
        }}
        rows={3}
        spellCheck="false"
        error={malformed ? say('settings.console.fault') : undefined}
      />
      <Problem failure={malformed ? undefined : failure} />
      <div className={styles['bar']}>
        <Button type="submit" isPending={busy} isDisabled={xml.trim() === '' || from === undefined}>
          {say('settings.console.sendXml')}
        </Button>
      </div>
    </form>
  );
}
