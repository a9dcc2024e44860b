// What drafts keep in the browser, where it lets them: an object a key, with the moment it was saved.

// Naming a storage may throw by itself: so the others get a function that names it.
export function localStorageOf() {
  return localStorage;
}

export function sessionStorageOf() {
  return sessionStorage;
}

export function stored(storage, key) {
  try {
    return JSON.parse(storage().getItem(key));
  } catch {
    return null;
  }
}

export function store(storage, key, fields) {
  try {
    if (fields) storage().setItem(key, JSON.stringify({ ...fields, saved: Date.now() }));
    else storage().removeItem(key);
  } catch { /* No room, or storage is forbidden: what is typed lasts as long as the page. */ }
}
