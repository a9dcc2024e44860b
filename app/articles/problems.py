"""What can be wrong with the content: each problem names its file, its line and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Problem:
    """One thing to mend. `line` counts from 1 and is None where the whole file is meant."""

    source_path: Path
    line: int | None
    code: str
    message_ru: str
    message_en: str
    severity: Severity


class Wording(NamedTuple):
    severity: Severity
    ru: str
    en: str


def problem(source_path: Path, line: int | None, code: str, **values: object) -> Problem:
    """Word the problem `code`; `values` fill the places of its sentences."""
    severity, ru, en = WORDING[code]
    return Problem(source_path, line, code, ru.format_map(values), en.format_map(values), severity)


def _error(ru: str, en: str) -> Wording:
    return Wording("error", ru, en)


def _warning(ru: str, en: str) -> Wording:
    return Wording("warning", ru, en)


WORDING: Mapping[str, Wording] = MappingProxyType(
    {
        # Files and folders
        "folder-missing": _error(
            "Папки со статьями нет. Создайте её или поправьте настройку с её путём.",
            "There is no such folder of articles. Create it or correct the setting with its path.",
        ),
        "unreadable": _error(
            "Не удалось прочитать: {reason}. Проверьте права доступа и тип файла.",
            "Cannot be read: {reason}. Check its permissions and what kind of file it is.",
        ),
        "too-large": _error(
            "Файл больше {limit} МБ. Разделите статью на несколько.",
            "The file is over {limit} MB. Split the article.",
        ),
        "outside": _error(
            "Ссылка файловой системы ведёт из папки со статьями или на папку. "
            "Положите сюда сам файл.",
            "The symbolic link leads out of the content folder or to a folder. "
            "Put the file itself here.",
        ),
        "outside-category": _error(
            "Статья лежит вне раздела. Перенесите её в папку раздела.",
            "The article is in no category. Move it into a category's folder.",
        ),
        "too-deep": _error(
            "Разделы вкладываются не глубже двух уровней. Поднимите статьи выше.",
            "Categories nest two deep at most. Move these articles up.",
        ),
        "bad-name": _error(
            "Имя «{name}» не годится для адреса. Переименуйте: латинские буквы, цифры и дефисы.",
            "The name “{name}” cannot be part of an address. "
            "Rename it: Latin letters, digits, hyphens.",
        ),
        "odd-name": _warning(
            "В имени файла «{name}» не только строчные латинские буквы, цифры и дефисы. "
            "Переименуйте его, а старое имя впишите в «redirect_from».",
            "The file name “{name}” has more than lower-case Latin letters, digits and hyphens. "
            "Rename it and put the old name into “redirect_from”.",
        ),
        "category-undescribed": _warning(
            "У раздела нет файла _category.yml. Создайте его: title, summary, icon, order.",
            "The category has no _category.yml. Create it with title, summary, icon and order.",
        ),
        "category-empty": _warning(
            "В разделе нет ни одной статьи. Добавьте статью или удалите папку.",
            "The category holds no article. Add one or remove the folder.",
        ),
        # Front matter
        "not-utf8": _error(
            "Файл не в кодировке UTF-8{guess}. Сохраните его в UTF-8.",
            "The file is not UTF-8{guess}. Save it as UTF-8.",
        ),
        "no-front-matter": _error(
            "У статьи нет описания. Начните файл с «---», ключей id, title… и снова «---».",
            "The file has no front matter. Begin with “---”, the keys id, title… and “---”.",
        ),
        "front-matter-unclosed": _error(
            "Описание статьи не закрыто. Добавьте после него строку «---».",
            "The front matter is not closed. Add a line “---” after it.",
        ),
        "front-matter-too-large": _error(
            "Описание статьи слишком большое или запутанное. Оставьте в нём только нужные ключи.",
            "The front matter is too large or too nested. Keep only the keys that are needed.",
        ),
        "bad-yaml": _error("Описание не читается: {ru}", "Cannot be parsed: {en}"),
        "duplicate-key": _error(
            "Ключ «{key}» указан дважды. Оставьте один.",
            "The key “{key}” stands twice. Keep one.",
        ),
        "missing-field": _error(
            "Нет обязательного ключа «{key}». Добавьте его.",
            "The key “{key}” is missing. Add it.",
        ),
        "missing-summary": _warning(
            "Нет ключа «summary». Добавьте его: одно предложение, кому поможет статья.",
            "The key “summary” is missing. Add it: one sentence, whom the article helps.",
        ),
        "wrong-type": _error(
            "У ключа «{key}» значение не того вида. Нужно: {ru}.",
            "The key “{key}” has a value of the wrong kind. Wanted: {en}.",
        ),
        "unknown-key": _warning(
            "Ключа «{key}» здесь не бывает. Проверьте, нет ли в нём опечатки.",
            "There is no key “{key}” here. Check its spelling.",
        ),
        "repeated-field": _error(
            "Поле «{key}» описано дважды. Оставьте одно.",
            "The field “{key}” is described twice. Keep one.",
        ),
        "too-many-fields": _error(
            "Полей больше {limit}: остальные не показываются. Оставьте самые нужные.",
            "More than {limit} fields: the others are not shown. Keep the most useful ones.",
        ),
        "dates-out-of-order": _warning(
            "Дата «{later}» раньше даты «{earlier}». Поправьте одну из них.",
            "The date “{later}” is before “{earlier}”. Correct one of them.",
        ),
        # Between articles
        "duplicate-id": _error(
            "Такой же id «{id}» у статьи {other}. Эта статья не показывается: дайте ей другой id.",
            "The id “{id}” is taken by {other}. This article is not shown: give it another id.",
        ),
        "duplicate-slug": _error(
            "Такое же имя файла у статьи {other}. Эта статья не показывается: переименуйте файл.",
            "The file name is taken by {other}. This article is not shown: rename the file.",
        ),
        "unknown-translation": _error(
            "Ключ «translation_of» называет статью «{id}», которой нет. Укажите id оригинала.",
            "“translation_of” names “{id}”, which does not exist. Give the original's id.",
        ),
        "same-language": _error(
            "Перевод на том же языке, что и статья «{id}». Поправьте «lang» или «translation_of».",
            "A translation in the language of “{id}” itself. Correct “lang” or “translation_of”.",
        ),
        "unknown-related": _error(
            "Ключ «related» называет статью «{id}», которой нет. Удалите или замените её.",
            "“related” names the article “{id}”, which does not exist. Remove or replace it.",
        ),
        "glossary-unreadable": _error(
            "Глоссарий не читается, и его не видят. Проверьте отступы, кавычки и двоеточия.",
            "The glossary cannot be read, so nobody sees it. Check indentation and quotes.",
        ),
        "unknown-of-term": _warning(
            "Термин «{term}» называет статью «{id}», которой нет. Удалите или замените её.",
            "The term “{term}” names the article “{id}”, which does not exist. Replace it.",
        ),
        "redirect-taken": _error(
            "Старый адрес «{slug}» занят статьёй {other}. Уберите его из «redirect_from».",
            "The old address “{slug}” belongs to {other}. Remove it from “redirect_from”.",
        ),
        # Bodies
        "dead-link": _error(
            "Ссылка «{href}» ведёт к статье, которой нет. Поправьте путь или id.",
            "The link “{href}” leads to no article. Correct the path or the id.",
        ),
        "dead-anchor": _error(
            "В статье нет части «#{anchor}» (ссылка «{href}»). Поправьте якорь.",
            "There is no section “#{anchor}” (link “{href}”). Correct the anchor.",
        ),
        "dead-file": _error(
            "Файла «{href}» нет рядом со статьёй. Добавьте файл или уберите ссылку.",
            "There is no file “{href}” beside the article. Add it or remove the link.",
        ),
        "site-address": _warning(
            "Ссылка «{href}» на адрес сайта не проверяется. "
            "Укажите файл статьи или id: [текст](id:…).",
            "The link “{href}” to a site address cannot be checked. "
            "Name the article's file or id: [text](id:…).",
        ),
        "links-to-staff": _warning(
            "Открытая статья ссылается на служебную ({href}). Читатели увидят текст без ссылки.",
            "A public article links to a staff one ({href}). Readers will see text without a link.",
        ),
        "links-to-unpublished": _warning(
            "Опубликованная статья ссылается на неопубликованную ({href}). "
            "Читатели увидят текст без ссылки.",
            "A published article links to an unpublished one ({href}). "
            "Readers will see text without a link.",
        ),
        "missing-image": _error(
            "Картинки «{src}» нет рядом со статьёй. Добавьте файл или поправьте путь.",
            "There is no image “{src}” beside the article. Add the file or correct the path.",
        ),
        "foreign-image": _warning(
            "Картинка «{src}» с чужого сайта не загружается, вместо неё ссылка. "
            "Сохраните её рядом со статьёй.",
            "The image “{src}” of another site is shown as a link. Save it beside the article.",
        ),
        "image-without-alt": _warning(
            "У картинки «{src}» нет описания. Скажите в квадратных скобках, что на ней.",
            "The image “{src}” has no description. Say in the square brackets what it shows.",
        ),
        "duplicate-anchor": _error(
            "Якорь «{anchor}» задан дважды. Дайте заголовкам разные якоря.",
            "The anchor “{anchor}” is set twice. Give the sections different anchors.",
        ),
        "empty-body": _error(
            "В статье нет текста. Напишите его.", "The article has no text. Write it."
        ),
        "not-rendered": _error(
            "Разметка вложена слишком глубоко, статья показана простым текстом. Упростите её.",
            "The markup is nested too deep; the article is shown as plain text. Simplify it.",
        ),
    }
)
