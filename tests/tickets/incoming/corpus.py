"""Writes the corpus of raw mails: `python -m tests.tickets.incoming.corpus` makes tests/tickets/mails.

Each row says what the mail must become. The ticket that the replies belong to is number 1 with
TOKEN as its link's token; mails name it by its real key.
"""
# ruff: noqa: E501  mails are long

from __future__ import annotations

import base64
import json
import quopri
from dataclasses import asdict, dataclass, field
from email.header import Header
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from app.tickets.letters import threads

FOLDER = Path(__file__).parents[1] / "mails"
TOKEN = "corpus-token-0123456789abcdefghi"
TICKET = cast("Any", SimpleNamespace(number=1, token=TOKEN))
KEY = threads.key(TICKET)
HOST = "polka.example"
INBOX = f"support+1-{KEY}@{HOST}"
LETTER = f"<1.{KEY}.0123456789abcdef@{HOST}>"
ROOT = f"<1.{KEY}@{HOST}>"
GLEB = "Глеб <gleb@example.com>"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
QUOTE = (
    "> Здравствуйте, Глеб!\n>\n> Подскажите номер заказа.\n> \n> Открыть заявку:\n> https://help/1"
)


@dataclass
class Row:
    """A mail and what it must become; `text` is the message's own words."""

    name: str
    raw: bytes = field(repr=False)
    fate: str = "added"
    text: str = ""
    folded: list[str] = field(default_factory=list)
    subject: str = ""
    sender: str = "gleb@example.com"
    files: list[str] = field(default_factory=list)
    reason: str = ""


rows: list[Row] = []


def word(text: str, charset: str = "utf-8") -> str:
    return text if text.isascii() else Header(text, charset).encode()


def head(**changes: str | None) -> str:
    """Header lines of a reply by Глеб; a value of None leaves the line out."""
    lines: dict[str, str | None] = {
        "Return_Path": "<gleb@example.com>",
        "Date": "Fri, 20 Nov 2026 14:05:00 +0300",
        "From": GLEB,
        "To": INBOX,
        "Subject": "Re: Заявка № 1: Не приходят деньги",
        "Message_ID": f"<m{len(rows)}@mail.example.com>",
        "MIME_Version": "1.0",
    }
    lines |= changes
    return "".join(
        f"{name.replace('_', '-')}: {_line(value)}\n"
        for name, value in lines.items()
        if value is not None
    )


def _line(value: str) -> str:
    if value.isascii():
        return value
    name, bracket, address = value.partition(" <")
    return word(name) + bracket + address if bracket else word(value)


def body(
    text: str, charset: str = "utf-8", cte: str = "base64", kind: str = "plain", more: str = ""
) -> str:
    data = text.encode(charset)
    coded = {
        "base64": lambda: base64.encodebytes(data).decode(),
        "quoted-printable": lambda: quopri.encodestring(data).decode(),
        "8bit": lambda: data.decode("latin-1"),
        "7bit": lambda: text,
    }[cte]()
    return f"Content-Type: text/{kind}; charset={charset}{more}\nContent-Transfer-Encoding: {cte}\n\n{coded}"


def multi(kind: str, *parts: str, boundary: str = "b0") -> str:
    inside = "".join(f"--{boundary}\n{part}\n" for part in parts)
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"\n\n{inside}--{boundary}--\n'


def attached(
    name: str, data: bytes, kind: str = "application/octet-stream", how: str = "attachment"
) -> str:
    coded = base64.encodebytes(data).decode()
    return (
        f"Content-Type: {kind}\nContent-Transfer-Encoding: base64\n"
        f'Content-Disposition: {how}; filename="{name}"\n\n{coded}'
    )


def add(name: str, mail: str, text: str = "", **expected: Any) -> None:
    raw = mail.replace("\n", "\r\n").encode("latin-1")
    rows.append(Row(name, raw, text=text, **expected))


def both(plain: str, html: str, charset: str = "utf-8") -> str:
    return multi(
        "alternative", body(plain, charset), body(html, charset, kind="html"), boundary="alt"
    )


def mail_programs() -> None:
    """Replies as people's programs write them."""
    gmail = "пт, 20 нояб. 2026 г. в 14:05, Полка <support@polka.example>:\n\n" + QUOTE
    add(
        "gmail_ru",
        head(In_Reply_To=LETTER, References=f"{ROOT} {LETTER}")
        + both(
            f"Номер 1234-5678.\n\n{gmail}\n",
            "<div dir=ltr>Номер 1234-5678.</div><br><div class=gmail_quote><div class=gmail_attr>пт</div>"
            "<blockquote class=gmail_quote>Здравствуйте</blockquote></div>",
        ),
        "Номер 1234-5678.",
        folded=["Подскажите номер заказа", "14:05, Полка"],
    )
    add(
        "gmail_en_wrapped_attribution",
        head()
        + body(
            "It is 1234.\n\nOn Fri, Nov 20, 2026 at 2:05 PM Polka Support Team Of The Help Centre <\n"
            "support@polka.example> wrote:\n\n> Hello,\n> Which number?\n",
            cte="7bit",
        ),
        "It is 1234.",
        folded=["Which number?", "wrote:"],
    )
    add(
        "gmail_html_only",
        head()
        + body(
            '<div dir="ltr">Спасибо, <b>пришло</b>!<br></div><br><div class="gmail_quote">'
            '<div dir="ltr" class="gmail_attr">пт, 20 нояб. 2026 г. в 14:05, Полка:<br></div>'
            '<blockquote class="gmail_quote">Деньги отправлены.</blockquote></div>',
            kind="html",
        ),
        "Спасибо, пришло!",
        folded=["Деньги отправлены."],
    )
    add(
        "gmail_android_signature",
        head() + body(f"Да, получил\n\n--\nОтправлено из Gmail для Android\n\n{gmail}"),
        "Да, получил",
        folded=["Отправлено из Gmail", "Подскажите номер"],
    )
    outlook = (
        "From: Полка <support@polka.example>\nSent: Friday, November 20, 2026 2:05 PM\n"
        "To: Глеб <gleb@example.com>\nSubject: Re: Заявка № 1\n\nЗдравствуйте, Глеб!\nПодскажите номер.\n"
    )
    add(
        "outlook_en",
        head(Thread_Index="AdZ", X_Mailer="Microsoft Outlook 16.0")
        + body(f"Номер 77.\n\n{outlook}", "windows-1251"),
        "Номер 77.",
        folded=["Подскажите номер."],
    )
    add(
        "outlook_ru",
        head()
        + body(
            'Добрый день!\nНомер 77.\n\nС уважением,\nГлеб Иванов\nООО "Ромашка"\nтел. 123\n\n'
            "От: Полка <support@polka.example>\nОтправлено: 20 ноября 2026 г. 14:05\nКому: Глеб\nТема: Re: Заявка\n\nВопрос\n",
            "koi8-r",
            "quoted-printable",
        ),
        "Добрый день!\nНомер 77.",
        folded=['ООО "Ромашка"', "Вопрос"],
    )
    add(
        "outlook_original_message",
        head() + body(f"Готово.\n\n-----Original Message-----\n{outlook}"),
        "Готово.",
        folded=["Original Message", "Подскажите"],
    )
    add(
        "outlook_ru_original_message",
        head()
        + body(
            "Готово.\n\n-----Исходное сообщение-----\nОт: Полка\nДата: вчера\nТема: x\n\nВопрос?\n"
        ),
        "Готово.",
        folded=["Вопрос?"],
    )
    add(
        "outlook_html_only",
        head()
        + body(
            '<html><head><style>p.MsoNormal{margin:0}</style></head><body><div class="WordSection1">'
            '<p class="MsoNormal">Номер заказа <b>4321</b>.<o:p></o:p></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p>'
            '<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
            '<p class="MsoNormal"><b>From:</b> Полка<br><b>Sent:</b> Friday<br><b>To:</b> Глеб</p></div></div>'
            '<p class="MsoNormal">Старый текст</p></div></body></html>',
            "windows-1251",
            "quoted-printable",
            "html",
        ),
        "Номер заказа 4321.",
        folded=["Старый текст"],
    )
    add(
        "outlook_mobile",
        head()
        + body(
            "Уже не нужно, спасибо\n\nСкачать Outlook для iOS<https://aka.ms/o0ukef>\n________________________________\n"
            "От: Полка <support@polka.example>\nОтправлено: пятница, 20 ноября 2026 г. 14:05\nКому: Глеб\nТема: Re\n\nСтарое",
        ),
        "Уже не нужно, спасибо",
        folded=["Старое"],
    )
    add(
        "owa_html",
        head()
        + body(
            '<div>Вышлю завтра.</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>От:</b> Полка</div>'
            "<div>Старое письмо</div>",
            kind="html",
        ),
        "Вышлю завтра.",
        folded=["Старое письмо"],
    )
    add(
        "yandex_plain",
        head(X_Mailer="Yamail [ http://yandex.ru ] 5.0")
        + body(f'Номер 55.\n \n20.11.2026, 14:05, "Полка" <support@polka.example>:\n{QUOTE}'),
        "Номер 55.",
        folded=["Подскажите номер"],
    )
    add(
        "yandex_html",
        head()
        + body(
            '<div>Номер 56.</div><div> </div><div>20.11.2026, 14:05, "Полка" &lt;support@polka.example&gt;:</div>'
            "<blockquote><div>Подскажите номер</div></blockquote><div> </div>",
            kind="html",
        ),
        "Номер 56.",
        folded=["Подскажите номер", "20.11.2026"],
    )
    add(
        "yandex_mobile",
        head()
        + body(
            "Хорошо\n\nОтправлено из мобильного приложения Яндекс Почты\n\n20.11.2026, 14:05, Полка <support@polka.example>:\nВопрос"
        ),
        "Хорошо",
        folded=["мобильного приложения", "Вопрос"],
    )
    add(
        "mailru_plain",
        head(X_Mailer="Mail.Ru Mailer 1.0")
        + body(
            "Номер заказа 90\n \n--\nГлеб Иванов\n \n>Пятница, 20 ноября 2026, 14:05 +03:00 от Полка <support@polka.example>:\n"
            ">\n>Подскажите номер\n",
        ),
        "Номер заказа 90",
        folded=["Глеб Иванов", "Подскажите номер"],
    )
    add(
        "mailru_html",
        head()
        + body(
            '<HTML><BODY><div>Номер 91</div><div data-signature-widget="container"><div>--<br>Глеб Иванов</div></div>'
            '<blockquote style="border-left:1px solid #0857A6; margin:10px; padding:0 0 0 10px;">Пятница, 20 ноября 2026, '
            "14:05 +03:00 от Полка:<br>Подскажите номер</blockquote></BODY></HTML>",
            kind="html",
        ),
        "Номер 91",
        folded=["Подскажите номер"],
    )
    add(
        "mailru_android",
        head()
        + body(
            "Да\n\n--\nОтправлено из Mail.ru для Android\n\nпятница, 20 ноября 2026г., 14:05 +03:00 от Полка support@polka.example :\n\n"
            + QUOTE
        ),
        "Да",
        folded=["Подскажите номер"],
    )
    apple = "20 нояб. 2026 г., в 14:05, Полка <support@polka.example> написал(а):"
    add(
        "iphone_ru",
        head(X_Mailer="iPhone Mail (20A362)")
        + body(f"Нет, не пришло\n\nОтправлено с iPhone\n\n> {apple}\n> \n> Деньги отправлены\n"),
        "Нет, не пришло",
        folded=["Отправлено с iPhone", "Деньги отправлены"],
    )
    add(
        "iphone_en",
        head()
        + body(
            "Not yet\n\nSent from my iPhone\n\n> On 20 Nov 2026, at 14:05, Polka <support@polka.example> wrote:\n> \n> Done\n"
        ),
        "Not yet",
        folded=["Sent from my iPhone", "Done"],
    )
    add(
        "apple_mail_flowed",
        head()
        + body(
            f"Длинная строка, которую программа \nразбила мягко, и ещё \nодин кусок.\n\n{apple}\n\n> Вопрос\n",
            more="; format=flowed",
        ),
        "Длинная строка, которую программа разбила мягко, и ещё один кусок.",
        folded=["Вопрос"],
    )
    add(
        "flowed_delsp",
        head() + body("Очень длин \nное слово.\n", more="; format=flowed; delsp=yes"),
        "Очень длинное слово.",
    )
    add(
        "apple_html_only",
        head()
        + body(
            f'<html><body>Принято.<br><div><br><blockquote type="cite"><div>{apple}</div><br><div>Старое</div></blockquote></div></body></html>',
            kind="html",
        ),
        "Принято.",
        folded=["Старое"],
    )
    add(
        "thunderbird_ru",
        head(User_Agent="Mozilla Thunderbird")
        + body(f"Номер 12.\n\n20.11.2026 14:05, Полка пишет:\n{QUOTE}\n"),
        "Номер 12.",
        folded=["Подскажите"],
    )
    add(
        "thunderbird_below",
        head() + body(f"20.11.2026 14:05, Полка пишет:\n{QUOTE}\n\nНомер 13.\n\n-- \nГлеб\n"),
        "Номер 13.",
        folded=["Подскажите", "Глеб"],
    )
    add(
        "answers_between_quoted_lines",
        head()
        + body(
            "On 20.11.2026 14:05, Polka wrote:\n> Какой номер?\nНомер 14.\n\n> Какой адрес?\nТверская, 1.\n\n> Спасибо!\n",
        ),
        "> Какой номер?\nНомер 14.\n\n> Какой адрес?\nТверская, 1.",
        folded=["Спасибо!"],
    )
    add(
        "the_bat",
        head(X_Mailer="The Bat! (v9)")
        + body(
            "Здравствуйте, Полка.\n\nВы писали 20 ноября 2026 г., 14:05:24:\n\n> Какой номер?\n\nНомер 15\n\n-- \nС уважением,\n Глеб",
            "windows-1251",
            "8bit",
        ),
        "Здравствуйте, Полка.\n\n> Какой номер?\n\nНомер 15",
        folded=["С уважением"],
    )
    add(
        "proton",
        head()
        + body(
            "<div>Всё работает</div><div class='protonmail_quote'>On Friday<blockquote>Старое</blockquote></div>",
            kind="html",
        ),
        "Всё работает",
        folded=["Старое"],
    )
    add(
        "lotus",
        head()
        + body(
            "Есть ответ?\n\n\n\nОт:\tПолка <support@polka.example>\nКому:\tgleb@example.com\nДата:\t20.11.2026 14:05\nТема:\tRe: Заявка\n\n\nСтарое",
            "koi8-r",
            "8bit",
        ),
        "Есть ответ?",
        folded=["Старое"],
    )


def threading() -> None:
    """How a reply finds its ticket."""
    bare = "support@polka.example"
    add(
        "by_in_reply_to",
        head(To=bare, In_Reply_To=LETTER) + body("По ссылке на письмо"),
        "По ссылке на письмо",
    )
    add(
        "by_references",
        head(To=bare, References=f"<x@y>\n {ROOT}\n {LETTER}") + body("По цепочке"),
        "По цепочке",
    )
    add(
        "by_delivered_to",
        head(To="undisclosed-recipients:;", Delivered_To=INBOX) + body("По конверту"),
        "По конверту",
    )
    add("by_cc_in_capitals", head(To="boss@example.com", Cc=INBOX.upper()) + body("Копия"), "Копия")
    add("plain_reply_with_a_smiley", head() + body("Спасибо! 👍🏻"), "Спасибо! 👍🏻")
    add(
        "by_subject_only",
        head(To=bare, Subject="Re: Заявка № 1: Не приходят деньги")
        + body("Меня пустят по теме письма?"),
        "Меня пустят по теме письма?",
        fate="began",
        subject="Re: Заявка № 1: Не приходят деньги",
    )
    forged = KEY[:-1] + ("a" if KEY[-1] != "a" else "b")
    add(
        "forged_key",
        head(To=f"support+1-{forged}@polka.example", Subject="Впустите")
        + body("Я подобрал ключ к заявке."),
        "Я подобрал ключ к заявке.",
        fate="began",
        subject="Впустите",
    )
    add(
        "forged_message_id",
        head(To=bare, In_Reply_To=f"<1.{forged}.0123456789abcdef@{HOST}>", Subject="Впустите 2")
        + body("Я подобрал номер письма."),
        "Я подобрал номер письма.",
        fate="began",
        subject="Впустите 2",
    )
    add(
        "another_ticket_s_number",
        head(To=f"support+2-{KEY}@polka.example", Subject="Чужой номер")
        + body("Ключ от одной, номер другой."),
        "Ключ от одной, номер другой.",
        fate="began",
        subject="Чужой номер",
    )
    add(
        "from_a_stranger_with_the_key",
        head(From="Жена Глеба <vera@family.example>") + body("Я за него: номер 1234."),
        "Написано с адреса vera@family.example, не с адреса заявки.\n\nЯ за него: номер 1234.",
        sender="vera@family.example",
    )


def new_questions() -> None:
    """Mails that begin a ticket."""
    new = {"To": "support@polka.example", "fate": "began"}

    def ask(name: str, mail: str, text: str, subject: str, **more: Any) -> None:
        add(name, mail, text, subject=subject, **({"fate": "began"} | more))

    def fresh(**changes: str | None) -> str:
        return head(**({"To": str(new["To"]), "Subject": "Где мой заказ"} | changes))

    ask(
        "new_utf8",
        fresh() + body("Заказ 12 не привезли."),
        "Заказ 12 не привезли.",
        "Где мой заказ",
    )
    ask(
        "new_koi8",
        fresh(Subject=word("Не работает вход", "koi8-r"))
        + body("Пишет: неверный пароль.", "koi8-r", "8bit"),
        "Пишет: неверный пароль.",
        "Не работает вход",
    )
    ask(
        "new_cp1251",
        fresh(Subject=word("Не работает вход", "windows-1251"))
        + body("Пишет: неверный пароль!", "windows-1251", "quoted-printable"),
        "Пишет: неверный пароль!",
        "Не работает вход",
    )
    ask(
        "new_cp866",
        fresh() + body("Из старой программы пришло.", "cp866", "8bit"),
        "Из старой программы пришло.",
        "Где мой заказ",
    )
    ask(
        "new_iso8859_5",
        fresh() + body("И из этой тоже пришло.", "iso8859-5", "base64"),
        "И из этой тоже пришло.",
        "Где мой заказ",
    )
    ask(
        "new_utf16",
        fresh() + body("Шестнадцать разрядов.", "utf-16"),
        "Шестнадцать разрядов.",
        "Где мой заказ",
    )
    ask(
        "charset_not_named",
        fresh()
        + "Content-Type: text/plain\nContent-Transfer-Encoding: 8bit\n\n"
        + "Кодировка не указана нигде.".encode("cp1251").decode("latin-1"),
        "Кодировка не указана нигде.",
        "Где мой заказ",
    )
    ask(
        "charset_lies_latin1",
        fresh()
        + "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: 8bit\n\n"
        + "Указана чужая кодировка.".encode("cp1251").decode("latin-1"),
        "Указана чужая кодировка.",
        "Где мой заказ",
    )
    ask(
        "charset_lies_koi8_is_1251",
        fresh()
        + "Content-Type: text/plain; charset=koi8-r\nContent-Transfer-Encoding: 8bit\n\n"
        + "На самом деле это другая кодировка.".encode("cp1251").decode("latin-1"),
        "На самом деле это другая кодировка.",
        "Где мой заказ",
    )
    ask(
        "charset_unknown",
        fresh()
        + 'Content-Type: text/plain; charset="x-unknown-8bit"\nContent-Transfer-Encoding: 8bit\n\n'
        + "Кодировки с таким именем нет.".encode().decode("latin-1"),
        "Кодировки с таким именем нет.",
        "Где мой заказ",
    )
    ask(
        "german",
        fresh(From="Jörg <joerg@example.de>", Subject=word("Rückgabe", "iso-8859-1"))
        + body("Schöne Grüße, wo ist das Geld?", "iso-8859-1", "quoted-printable"),
        "Schöne Grüße, wo ist das Geld?",
        "Rückgabe",
        sender="joerg@example.de",
    )
    ask(
        "subject_in_raw_bytes",
        fresh(Subject=None)
        + "Subject: "
        + "Тема сырыми байтами".encode("cp1251").decode("latin-1")
        + "\n"
        + body("Так тоже бывает у старых программ."),
        "Так тоже бывает у старых программ.",
        "Тема сырыми байтами",
    )
    ask(
        "subject_split_inside_a_letter",
        fresh(Subject=None)
        + "Subject: =?utf-8?B?"
        + base64.b64encode("Возврат".encode()[:7]).decode()
        + "?=\n =?utf-8?B?"
        + base64.b64encode("Возврат".encode()[7:]).decode()
        + "?=\n"
        + body("Слово темы разрезано посреди буквы."),
        "Слово темы разрезано посреди буквы.",
        "Возврат",
    )
    ask(
        "subject_with_line_breaks",
        fresh(Subject=None)
        + "Subject: =?utf-8?Q?=D0=94=D0=B0=0D=0ABcc:_all@example.com?=\n"
        + body("Попытка дописать строку в заголовок."),
        "Попытка дописать строку в заголовок.",
        "Да Bcc: all@example.com",
    )
    ask(
        "subject_broken_base64",
        fresh(Subject=None)
        + "Subject: =?utf-8?B?!!!?=\n"
        + body("Тема письма испорчена по дороге."),
        "Тема письма испорчена по дороге.",
        "Тема письма испорчена по дороге.",
    )
    ask(
        "no_subject",
        fresh(Subject=None) + body("Вопрос без темы, но длинный."),
        "Вопрос без темы, но длинный.",
        "Вопрос без темы, но длинный.",
    )
    ask(
        "two_words",
        fresh(Subject="Где?") + body("Где?"),
        "Где?\n\nГде?" if len("Где?\n\nГде?") >= 10 else "",
        "Где?",
    )
    ask("empty_body", fresh() + body("\n \n"), "Письмо без текста.", "Где мой заказ")
    ask(
        "very_long_subject",
        fresh(Subject="Очень длинная тема " * 40) + body("Тема длиннее, чем помещается."),
        "Тема длиннее, чем помещается.",
        ("Очень длинная тема " * 40)[:199].rstrip() + "…",
    )
    ask(
        "no_message_id",
        fresh(Message_ID=None) + body("У письма нет номера, бывает и так."),
        "У письма нет номера, бывает и так.",
        "Где мой заказ",
    )
    ask(
        "reply_to_elsewhere",
        fresh(Reply_To="victim@example.org") + body("Ответ уйдёт тому, кто написал."),
        "Ответ уйдёт тому, кто написал.",
        "Где мой заказ",
    )
    ask(
        "forwarded",
        fresh(Subject="Fwd: Чек")
        + body(
            "---------- Forwarded message ---------\nОт: Магазин <shop@example.com>\nDate: пт, 20 нояб. 2026 г. в 14:05\nSubject: Чек\nTo: <gleb@example.com>\n\nВаш чек на 500 рублей."
        ),
        "---------- Forwarded message ---------\nОт: Магазин <shop@example.com>\nDate: пт, 20 нояб. 2026 г. в 14:05\nSubject: Чек\nTo: <gleb@example.com>\n\nВаш чек на 500 рублей.",
        "Fwd: Чек",
    )
    ask(
        "web_form_with_colons",
        fresh() + body("Заказ: 12\nДата: 20.11.2026 14:05\nТема: возврат\n\nКогда вернёте?"),
        "Заказ: 12\nДата: 20.11.2026 14:05\nТема: возврат\n\nКогда вернёте?",
        "Где мой заказ",
    )
    ask(
        "html_with_a_trap",
        fresh()
        + body(
            '<p>Видно <a href="https://shop.example/1">заказ</a>.</p><script>alert("нет")</script><style>p{}</style>'
            '<div style="display:none">скрыто</div><img src="https://track.example/p.gif"><ul><li>раз<li>два</ul>'
            '<a href="javascript:alert(1)">жми</a>',
            kind="html",
        ),
        "Видно заказ (https://shop.example/1).\n\n- раз\n- два\n\nжми",
        "Где мой заказ",
    )
    ask(
        "html_table",
        fresh()
        + body(
            "<table><tr><td>Заказ</td><td>12</td></tr><tr><td>Сумма</td><td>500&nbsp;₽</td></tr></table>",
            kind="html",
        ),
        "Заказ 12\nСумма 500 ₽",
        "Где мой заказ",
    )
    ask(
        "plain_part_is_empty",
        fresh() + both("\n", "<p>Слова только здесь, внутри.</p>"),
        "Слова только здесь, внутри.",
        "Где мой заказ",
    )
    ask(
        "picture_attached",
        fresh()
        + multi(
            "mixed",
            body("Вот снимок экрана с ошибкой."),
            attached("снимок.png".encode().decode("latin-1"), PNG, "image/png"),
        ),
        "Вот снимок экрана с ошибкой.",
        "Где мой заказ",
        files=["снимок.png"],
    )
    ask(
        "file_name_rfc2231",
        fresh()
        + multi(
            "mixed",
            body("Снимок с именем по стандарту."),
            "Content-Type: image/png\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment;\n"
            " filename*0*=utf-8''%D1%81%D0%BD%D0%B8;\n filename*1*=%D0%BC%D0%BE%D0%BA.png\n\n"
            + base64.encodebytes(PNG).decode(),
        ),
        "Снимок с именем по стандарту.",
        "Где мой заказ",
        files=["снимок.png"],
    )
    ask(
        "file_name_with_a_path",
        fresh()
        + multi(
            "mixed",
            body("Имя файла с подвохом внутри."),
            attached("../../etc/passwd.png", PNG, "image/png"),
        ),
        "Имя файла с подвохом внутри.",
        "Где мой заказ",
        files=["passwd.png"],
    )
    ask(
        "logo_of_a_signature",
        fresh()
        + multi(
            "related",
            body('<p>Вопрос с картинкой в подписи.</p><img src="cid:logo">', kind="html"),
            attached("image001.png", PNG, "image/png", "inline"),
        ),
        "Вопрос с картинкой в подписи.",
        "Где мой заказ",
    )
    ask(
        "program_attached",
        fresh()
        + multi(
            "mixed",
            body("Запустите мою программу, пожалуйста."),
            attached("setup.exe", b"MZ\x90\x00" * 100),
        ),
        "Запустите мою программу, пожалуйста.\n\nНе приняли вложение: Файл «setup.exe» прикрепить нельзя. Подойдут картинки, PDF и простой текст.",
        "Где мой заказ",
    )
    ask(
        "lawyers",
        fresh()
        + body(
            "Прошу вернуть деньги за заказ.\n\nС уважением,\nГлеб\n\nЭто сообщение и все приложения к нему являются конфиденциальными. Если вы получили его по ошибке, удалите его."
        ),
        "Прошу вернуть деньги за заказ.",
        "Где мой заказ",
        folded=["конфиденциальными", "С уважением"],
    )


def broken() -> None:
    """Mails that no standard allows, and bombs."""
    fresh = head(To="support@polka.example", Subject="Сломанное письмо")

    def odd(name: str, mail: str, text: str, **more: Any) -> None:
        add(name, mail, text, **({"fate": "began", "subject": "Сломанное письмо"} | more))

    odd(
        "no_closing_boundary",
        fresh
        + 'Content-Type: multipart/mixed; boundary="x"\n\n--x\n'
        + body("Граница не закрыта до конца."),
        "Граница не закрыта до конца.",
    )
    odd(
        "boundary_missing",
        fresh + "Content-Type: multipart/mixed\n\nТело без границ.\n".encode().decode("latin-1"),
        "Письмо без текста.",
    )
    odd(
        "base64_cut_off",
        fresh
        + "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
        + base64.b64encode("Письмо оборвалось на полусло".encode()).decode()[:-3],
        "Письмо оборвалось на полусл",
    )
    odd(
        "unknown_transfer_encoding",
        fresh
        + "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: x-magic\n\n"
        + "Кодирование неизвестно никому.".encode().decode("latin-1"),
        "Кодирование неизвестно никому.",
    )
    odd(
        "content_type_nonsense",
        fresh
        + "Content-Type: совсем не то; ;;=\n\n".encode().decode("latin-1")
        + "Тип письма испорчен совсем.".encode().decode("latin-1"),
        "Тип письма испорчен совсем.",
    )
    odd(
        "nul_and_escapes",
        fresh + body("Нули\x00 и \x1b[31mцвета\x07 в тексте."),
        "Нули и [31mцвета в тексте.",
    )
    odd("no_header_end", fresh.rstrip("\n"), "Письмо без текста.")
    nested = body("Самое дно, глубина сто.")
    for level in range(100):
        nested = multi("mixed", nested, boundary=f"n{level}")
    odd("nested_100_deep", fresh + nested, "Письмо без текста.")
    forwarded = body("Письмо внутри письма внутри.")
    for _ in range(3):
        forwarded = "Content-Type: message/rfc822\n\n" + fresh + forwarded
    odd("letters_in_letters", fresh + forwarded, "Письмо внутри письма внутри.")
    many = ", ".join(f"user{number}@example.com" for number in range(10_000))
    odd(
        "ten_thousand_recipients",
        head(To=many, Subject="Сломанное письмо") + body("Всем сразу одно и то же."),
        "Всем сразу одно и то же.",
    )
    odd(
        "html_deeply_nested",
        fresh + body("<div>" * 3000 + "Глубоко в разметке лежит." + "</div>" * 3000, kind="html"),
        "Глубоко в разметке лежит.",
    )
    odd(
        "html_unclosed",
        fresh + body("<p>Не закрыто <b>ничего <i>совсем <table><tr><td>тут", kind="html"),
        "Не закрыто ничего совсем\n\nтут",
    )


def machines() -> None:
    """What is dropped."""

    def drop(name: str, mail: str, reason: str, **more: Any) -> None:
        add(name, mail, fate="dropped", reason=reason, **more)

    away = body("Я в отпуске до понедельника.")
    drop("vacation_auto_submitted", head(Auto_Submitted="auto-replied") + away, "Auto-Submitted")
    drop("auto_generated", head(Auto_Submitted="auto-generated (failure)") + away, "Auto-Submitted")
    add(
        "auto_submitted_no",
        head(Auto_Submitted="no") + body("Пишет человек, и так сказано."),
        "Пишет человек, и так сказано.",
    )
    drop("precedence_bulk", head(Precedence="bulk") + away, "Precedence")
    drop("precedence_auto_reply", head(Precedence="auto_reply") + away, "Precedence")
    drop("x_autoreply", head(X_Autoreply="yes") + away, "x-autoreply")
    drop("x_autorespond", head(X_Autorespond="отпуск") + away, "x-autorespond")
    drop("mailing_list", head(List_Id="<news.example.com>") + away, "list-id")
    drop(
        "newsletter",
        head(To="support@polka.example", List_Unsubscribe="<https://news.example/u>")
        + body("Скидки!"),
        "list-unsubscribe",
    )
    drop(
        "subject_automatic_reply",
        head(Subject="Автоматический ответ: Заявка № 1") + away,
        "a robot's subject",
    )
    drop("subject_out_of_office", head(Subject="Out of Office: Re: 1") + away, "a robot's subject")
    drop("null_return_path", head(Return_Path="<>") + away, "a report of a mail server")
    report = multi(
        "report; report-type=delivery-status",
        body("Письмо не доставлено"),
        "Content-Type: message/delivery-status\n\nStatus: 5.1.1\n",
        "Content-Type: message/rfc822\n\n" + head(Message_ID=LETTER) + body("Старое"),
    )
    drop(
        "bounce",
        head(
            From="Mail Delivery System <MAILER-DAEMON@example.com>",
            Return_Path=None,
            In_Reply_To=LETTER,
        )
        + report,
        "a report of a mail server",
        sender="mailer-daemon@example.com",
    )
    drop(
        "noreply",
        head(From="noreply@shop.example") + away,
        "a robot's address",
        sender="noreply@shop.example",
    )
    drop(
        "our_own_letter_comes_back",
        head(From="Полка <help@polka.example>") + away,
        "our own letter",
        sender="help@polka.example",
    )
    drop("our_own_id_comes_back", head(Message_ID=LETTER) + away, "our own letter")
    drop("no_sender", head(From=None) + away, "no sender", sender="")
    drop("sender_is_nonsense", head(From="<<>>@,") + away, "no sender", sender="")
    drop(
        "agent_answers_a_notice",
        head(
            From="Борис <boris@polka.example>",
            To="help@polka.example",
            In_Reply_To=f"<{threads.STAFF}.0123456789abcdef@{HOST}>",
        )
        + body("Я займусь."),
        "an answer to a notice",
        sender="boris@polka.example",
    )


def write() -> None:
    """Write every mail, and what is expected of each."""
    for group in (mail_programs, threading, new_questions, broken, machines):
        group()
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.eml"):
        old.unlink()
    expected = {}
    for row in rows:
        (FOLDER / f"{row.name}.eml").write_bytes(row.raw)
        expected[row.name] = {
            key: value for key, value in asdict(row).items() if key not in {"raw", "name"}
        }
    text = json.dumps(expected, ensure_ascii=False, indent=1)
    (FOLDER / "expected.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
