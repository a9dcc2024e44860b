// The editor of an article with JavaScript: a toolbar, tabs, live preview, drafts that outlive the tab, pictures, links.

import { keepDrafts } from "./editor-drafts.js";
import { findLinks } from "./editor-links.js";
import { takePictures } from "./editor-pictures.js";
import { previewLive } from "./editor-preview.js";
import { announcePresence } from "./editor-presence.js";
import { buildTabs } from "./editor-tabs.js";
import { equip } from "./editor-toolbar.js";

const form = document.querySelector("form[data-editor]");
if (form) {
  const text = form.querySelector("[data-text]");
  for (const plain of form.querySelectorAll("[data-plain]")) plain.hidden = true;
  const tabs = buildTabs(form);
  const openPicture = takePictures(form, text);
  const openPicker = findLinks(form, text);
  equip(form, text, { picture: openPicture, link: openPicker });
  keepDrafts(form);
  previewLive(form, text, tabs);
  announcePresence(form);
}
