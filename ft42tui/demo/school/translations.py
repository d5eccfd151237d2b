"""Texts of the intranet in other languages: what the outcomes of an evaluation are called."""

from __future__ import annotations

import json
from typing import Final

from ft42tui.demo.school.draft import Draft
from ft42tui.demo.school.places import FLAGS

# Assumption: `fields` holds the translated columns as an object.
TABLES: Final = """
CREATE TABLE translations (id INTEGER PRIMARY KEY, translatable_id INTEGER, translatable_type TEXT,
  language_id INTEGER REFERENCES languages, fields TEXT NOT NULL DEFAULT '{}',
  created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL, user_id INTEGER REFERENCES users,
  "default" BOOLEAN NOT NULL DEFAULT 0, up_to_date BOOLEAN NOT NULL DEFAULT 1,
  translations_structure_id INTEGER);
"""
INDEXES: Final = ""

_ENGLISH: Final = 2
# By language, in the order of the outcomes.
_WORDS: Final = {
    1: ("Ok", "Rendu vide", "Rendu incomplet", "Pas de fichier auteur", "Ne compile pas", "Norme",
        "Triche", "Crash", "Projet exceptionnel", "Fuites"),
    11: ("Ok", "Entrega vacía", "Entrega incompleta", "Sin archivo de autor", "No compila", "Norma",
         "Trampa", "Fallo", "Proyecto excepcional", "Fugas"),
    12: ("OK", "提出物なし", "未完成", "作者ファイルなし", "コンパイル不可", "ノルム", "不正行為",
         "クラッシュ", "優れたプロジェクト", "リーク"),
    17: ("مقبول", "عمل فارغ", "عمل غير مكتمل", "لا يوجد ملف المؤلف", "لا يُترجم", "قواعد الكتابة", "غش",
         "انهيار", "مشروع ممتاز", "تسريبات"),
}  # fmt: skip


def write(draft: Draft) -> None:
    """Write the outcomes in English, which is the default, and in a few other languages."""
    author = next((row[0] for row in draft.rows("SELECT min(id) FROM users WHERE staff")), None)
    made = "2020-02-10T15:20:20.740Z"
    languages = {_ENGLISH: tuple(flag[1] for flag in FLAGS)} | _WORDS
    rows = [
        (number, "Flag", language, json.dumps({"name": word}, ensure_ascii=False), made, made, author,
         language == _ENGLISH, language != 17 or place % 4 > 0, 3)
        for language, words in languages.items()
        for place, ((number, *_), word) in enumerate(zip(FLAGS, words, strict=True))
    ]  # fmt: skip
    draft.put(
        "translations",
        "id translatable_id translatable_type language_id fields created_at updated_at user_id default"
        " up_to_date translations_structure_id",
        [(140 + place * 2, *row) for place, row in enumerate(rows)],
    )
