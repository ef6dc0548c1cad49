// Saves page loads: sends forms in the background, patches the page, follows changes as they come.
// Every step also works without this file. It decides nothing and keeps nothing.
(() => {
  'use strict';
  if (!document.body.dataset.revision) return;
  const TYPING_PAUSE_MS = 200, VOICE_START_MS = 3000, VOICE_MAX_MS = 60000,
    PLACE_MAX_MS = 15000;
  const reader = new DOMParser();
  const pauses = new Map();   // field -> timer: what was typed and not sent yet
  const places = new Map();   // screen -> where the person stood on it
  const main = () => document.getElementById('main');
  const revision = () => Number(document.body.dataset.revision || 0);

  // Patches `old` into `fresh` and leaves alone what the person is using.
  const patch = (old, fresh) => {
    if (old.nodeName !== fresh.nodeName || (old.id || '') !== (fresh.id || '')) {
      old.replaceWith(fresh);
      return;
    }
    if (old.nodeType !== Node.ELEMENT_NODE) {
      if (old.data !== fresh.data) old.data = fresh.data;
      return;
    }
    const own = (name) => old.nodeName === 'DETAILS' && name === 'open';
    for (const { name } of [...old.attributes]) {
      if (!fresh.hasAttribute(name) && !own(name)) old.removeAttribute(name);
    }
    for (const { name, value } of [...fresh.attributes]) {
      if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    }
    if (old.nodeName === 'INPUT') {
      if (old.checked !== fresh.checked) old.checked = fresh.checked;
      const theirs = pauses.has(old) || old.type === 'file';
      if (!theirs && old.value !== fresh.value) old.value = fresh.value;
    }
    const now = [...old.childNodes], next = [...fresh.childNodes];
    next.forEach((node, i) => (now[i] ? patch(now[i], node) : old.append(node)));
    now.slice(next.length).forEach((node) => node.remove());
  };

  const show = (html, at) => {
    const page = reader.parseFromString(html, 'text/html');
    const fresh = page.getElementById('main');
    if (!fresh || Number(page.body.dataset.revision) < revision()) return;
    const before = main().dataset.screen, after = fresh.dataset.screen;
    const changed = before !== after;
    if (changed) {
      places.set(before, scrollY);
      pauses.forEach(clearTimeout);
      pauses.clear();
      main().replaceChildren();
    }
    document.title = page.title;
    document.documentElement.lang = page.documentElement.lang;
    document.documentElement.className = page.documentElement.className;
    patch(document.body, page.body);
    if (!changed) return;
    const row = at && document.getElementById(at);
    main().focus({ preventScroll: true });
    if (row) row.scrollIntoView({ block: 'center' });
    else scrollTo(0, places.get(after) || 0);
  };

  // One request after the other, in the order of the hands.
  let turn = Promise.resolve();
  const inTurn = (work) => (turn = turn.then(work).catch(() => {}));
  const post = (fields, failed) => inTurn(async () => {
    try {
      const answer = await fetch('act', { method: 'POST', body: new URLSearchParams(fields) });
      show(await answer.text(), new URLSearchParams(fields).get('at'));
    } catch (lost) {
      if (failed) failed();
    }
  });
  let asked = false;
  const refresh = () => {
    if (asked) return;
    asked = true;
    inTurn(async () => {
      asked = false;
      show(await (await fetch('./')).text());
    });
  };

  const sendTyped = (field) => {
    clearTimeout(pauses.get(field));
    pauses.delete(field);
    post({ action: field.dataset.typed, text: field.value });
  };
  const sendAllTyped = () => [...pauses.keys()].forEach(sendTyped);

  document.addEventListener('input', (event) => {
    const field = event.target;
    if (!field.dataset.typed) return;
    clearTimeout(pauses.get(field));
    const wait = event.isComposing ? 0 : setTimeout(sendTyped, TYPING_PAUSE_MS, field);
    pauses.set(field, wait);
  });
  document.addEventListener('compositionend', ({ target }) => {
    if (pauses.has(target)) pauses.set(target, setTimeout(sendTyped, TYPING_PAUSE_MS, target));
  });
  document.addEventListener('change', ({ target }) => {
    const group = target.closest('[data-pick]');
    if (!group || target.type !== 'radio') return;
    sendAllTyped();
    post({ action: group.dataset.pick, [target.name]: target.value });
  });
  document.addEventListener('submit', (event) => {
    const { target: form, submitter } = event;
    // A picture goes with a page of its own.
    if (form.method !== 'post' || form.enctype === 'multipart/form-data') return;
    event.preventDefault();
    sendAllTyped();
    const fields = new FormData(form);
    if (submitter && submitter.dataset.action) fields.set('action', submitter.dataset.action);
    post(fields, () => form.submit());
  });

  // What only a browser can do. Each errand is answered once, under its id.
  const teller = (id) => {
    let told = false;
    return (end, place = {}) => {
      if (told) return;
      told = true;
      const body = new URLSearchParams({ id, end, ...place });
      fetch('answer', { method: 'POST', body }).catch(() => {});
    };
  };
  const errands = {
    speak: ({ text, language }, tell) => {
      if (!window.speechSynthesis) return tell('unavailable');
      const voice = new SpeechSynthesisUtterance(text);
      voice.lang = language;
      voice.rate = 0.9;
      let started = false;
      voice.onstart = () => { started = true; };
      voice.onend = () => tell('done');
      voice.onerror = () => tell('unavailable');
      speechSynthesis.cancel();
      speechSynthesis.speak(voice);
      setTimeout(() => { if (!started) tell('unavailable'); }, VOICE_START_MS);
      setTimeout(tell, VOICE_MAX_MS, 'unavailable');
    },
    share: ({ text }, tell) => {
      if (!navigator.share) return tell('unavailable');
      navigator.share({ text }).then(
        () => tell('done'),
        (failed) => tell(failed.name === 'AbortError' ? 'declined' : 'unavailable'));
    },
    locate: (_, tell) => {
      if (!navigator.geolocation) return tell('unavailable');
      const micro = (degrees) => Math.round(degrees * 1e6);
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => tell('done', {
          latitude: micro(coords.latitude), longitude: micro(coords.longitude),
        }),
        (failed) => tell(failed.code === failed.PERMISSION_DENIED ? 'declined' : 'unavailable'),
        { timeout: PLACE_MAX_MS, maximumAge: 60000 });
    },
  };
  const run = (errand) => errands[errand.task](errand, teller(errand.id));

  // A hidden page does not listen: a browser has few connections for all its pages.
  let source;
  const listen = () => {
    if (source) source.close();
    source = null;
    if (document.hidden) return;
    source = new EventSource('changes');
    source.addEventListener('changed', ({ data }) => { if (Number(data) > revision()) refresh(); });
    source.addEventListener('errand', ({ data }) => run(JSON.parse(data)));
  };
  document.addEventListener('visibilitychange', listen);
  listen();
})();
