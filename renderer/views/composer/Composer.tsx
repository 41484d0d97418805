import { SendHorizontal } from 'lucide-react';
import { useEffect, useImperativeHandle, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactElement, type Ref, type RefObject } from 'react';
import type { Failure } from '../../../preload/contract/wire.ts';
import { useText } from '../../i18n/text.tsx';
import { useViewModel } from '../../model/view-model.ts';
import { Banner } from '../../ui/Banner.tsx';
import { afterRestore } from '../../ui/after-restore.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { describeFailure } from '../problem/describe-failure.ts';
import styles from './Composer.module.css';
import type { ComposerModel } from './composer.model.ts';
import { EmojiButton } from './EmojiButton.tsx';
import { EmojiCompletion, useEmojiCompletion } from './EmojiCompletion.tsx';

export interface ComposerHandle {
  readonly focus: () => void;
}
export interface ComposerProps {
  readonly model: ComposerModel;
  /** To whom, for the placeholder. */
  readonly to: string;
  /** The conversation was opened to be written in. */
  readonly takesFocus: boolean;
  /** The last step of Escape. */
  readonly onLeave: () => void;
  readonly ref?: Ref<ComposerHandle>;
}

/** Where a message is written. Enter sends, Shift-Enter breaks the line. */
export function Composer({ model, to, takesFocus, onLeave, ref }: ComposerProps): ReactElement {
  const say = useText();
  const { text, sending, failure } = useViewModel(model);
  const box = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState(text.length);
  useGrowth(box, text);
  useSavedOnLeave(model);
  // What opened it may have been a dialog or a menu, which gives the focus back to where it was first.
  useEffect(() => (takesFocus ? afterRestore(() => box.current?.focus()) : undefined), [takesFocus]);
  useImperativeHandle(ref, () => ({ focus: () => box.current?.focus() }), []);
  const replace = (from: number, end: number, by: string): void => {
    const now = model.snapshot().text;
    model.type(now.slice(0, from) + by + now.slice(end));
    moveCaret(box.current, from + by.length, setCaret);
  };
  const insert = (emoji: string): void => replace(box.current?.selectionStart ?? text.length, box.current?.selectionEnd ?? text.length, emoji);
  const completion = useEmojiCompletion(text, caret, replace);
  const onKeyDown = (event: KeyboardEvent): void => {
    // While an input method composes, its keys are its own.
    if (event.nativeEvent.isComposing || completion.onKey(event)) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      void model.send();
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      onLeave();
    }
  };
  return (
    <div className={styles['composer']}>
      {failure && <NotSent failure={failure} />}
      <div className={styles['box']}>
        <EmojiCompletion completion={completion} />
        <EmojiButton onPick={insert} onClose={() => box.current?.focus()} />
        <textarea
          ref={box}
          className={styles['text']}
          aria-label={say('composer.message')}
          aria-autocomplete="list"
          {...completion.ariaProps}
          placeholder={say('composer.placeholder', { name: to })}
          rows={1}
          dir="auto"
          spellCheck
          value={text}
          onChange={event => {
            model.type(event.target.value);
            setCaret(event.target.selectionStart);
          }}
          onSelect={event => setCaret(event.currentTarget.selectionStart)}
          onKeyDown={onKeyDown}
        />
        <IconButton icon={SendHorizontal} label={say('composer.send')} isDisabled={text.trim() === ''} isPending={sending} onPress={() => void model.send()} />
      </div>
    </div>
  );
}

function NotSent({ failure }: { readonly failure: Failure }): ReactElement {
  const { title, text } = describeFailure(useText(), failure);
  return (
    <Banner tone="danger" role="alert">
      {title} {text}
    </Banner>
  );
}

/** The window may close before the draft's turn comes. */
function useSavedOnLeave(model: ComposerModel): void {
  useEffect(() => {
    window.addEventListener('pagehide', model.saveDraft);
    return () => window.removeEventListener('pagehide', model.saveDraft);
  }, [model]);
}

/** As high as its text, up to a third of the conversation; from there on it scrolls. */
function useGrowth(box: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    if (box.current?.value === text) fit(box.current);
  }, [box, text]);
}

function fit(area: HTMLTextAreaElement): void {
  area.style.blockSize = 'auto';
  area.style.blockSize = `${area.scrollHeight}px`;
}

function moveCaret(area: HTMLTextAreaElement | null, to: number, told: (caret: number) => void): void {
  // After React has put the new text in; before that the caret cannot stand there.
  requestAnimationFrame(() => {
    area?.focus();
    area?.setSelectionRange(to, to);
    told(to);
  });
}
