"""Passwords of ten characters and more that are tried first: rows of keys, words with numbers."""

from __future__ import annotations

from typing import Final

_LISTED = """
0123456789 1234567890 12345678910 123456789a 123456789q 123456789qwerty 1234567891 12345678900
9876543210 0987654321 1029384756 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc qazwsxedcrfv qazwsxedc1
zaq12wsxcde3 q1w2e3r4t5 q1w2e3r4t5y6 qwertyuiop qwertyuiop123 qwerty1234 qwerty12345
qwerty123456 qwerty123456789 qwertyqwerty asdfghjkl1 asdfghjkl; zxcvbnm123 zxcvbnm,./ 1234qwerty
123qweasdzxc qweasdzxc123 1q2w3e4r5t6y7u8i9o0p password12 password123 password1234 passw0rd123
p@ssw0rd123 p@ssword123 password1! password123! mypassword administrator admin12345 admin123456
admin1234567 adminadmin root123456 rootroot12 changeme123 letmein123 welcome123 welcome1234
iloveyou123 iloveyou12 superman123 football123 baseball123 princess123 dragon12345 monkey12345
sunshine123 trustno1234 test123456 testtest12 testtest123 user123456 support123 helpdesk123
йцукенгшщз йцукен1234 йцукен12345 йцукен123456 йцукенгшщзхъ фывапролджэ ячсмитьбюю пароль1234
пароль12345 пароль123456 парольпароль мойпароль1 мойпароль123 админ12345 администратор
привет1234 привет12345 любовь12345 наташа12345 марина12345 спартак1922 зенитчемпион россия2024
россия2025 россия2026 москва2024 москва2025 москва2026 москва12345 gfhjkm1234 gfhjkm12345
gfhjkm123456 gfhjkmgfhjkm ghbdtn12345 ytrewq54321 poiuytrewq mnbvcxz123 abcdefghij abcdef1234
abcd123456 abc1234567 a123456789 q123456789 podskazhi1 podskazhi123 подскажи123 подскажи1234
"""

COMMON: Final = frozenset(_LISTED.split())
