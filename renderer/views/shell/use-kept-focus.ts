import { useEffect, useRef } from 'react';
import { useViewModel } from '../../model/view-model.ts';
import { afterRestore } from '../../ui/after-restore.ts';
import { useNavigation } from './routes.ts';

/** What closes does not take the focus along: it goes on at the row of what was open. */
export function useKeptFocus(): void {
  const { main, conversation } = useViewModel(useNavigation());
  const before = useRef({ main, conversation });
  useEffect(() => {
    const was = before.current;
    before.current = { main, conversation };
    if (was.main === main && was.conversation === conversation) return undefined;
    return afterRestore(() => {
      if (document.activeElement !== null && document.activeElement !== document.body) return;
      const row = document.querySelector<HTMLElement>(`[data-conversation="${conversation ?? was.conversation}"]`);
      (row ?? document.querySelector<HTMLElement>('[data-conversation][tabindex="0"]'))?.focus({ preventScroll: true });
    });
  }, [main, conversation]);
}
