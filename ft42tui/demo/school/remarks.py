"""What evaluators and the evaluated write of each other, in the languages of the campuses."""

from __future__ import annotations

from itertools import product
from typing import Final, Literal, TypeAlias

Outcome: TypeAlias = Literal[
    "failed", "passed", "excellent", "crash", "leaks", "cheat", "empty", "norme",
    "incomplete", "compilation",
]  # fmt: skip

# Parts of a remark, separated by bars; one of each line is taken.
_COMMENTS: Final[dict[str, dict[Outcome, str]]] = {
    "en": {
        "failed": "Not there yet.|Almost there, sadly.|The basics work, the rest does not.|A good start."
        "\nThe parser forgets a closing quote.|Two of the mandatory functions give wrong results."
        "|The edge cases of the subject were not tested.|It hangs as soon as the input is empty."
        "|The Makefile relinks, and half of the bonus breaks the mandatory part."
        "\nSee you at the next try!|We went through it together."
        "|Read the subject again, courage!|Take your time for the next one.",
        "passed": "Clean work, well explained.|Works as the subject says.|Solid.|Good job."
        "|Everything mandatory is there.|Nice project and a pleasant talk."
        "\nThe Makefile relinks nothing and the edge cases hold.|We talked a lot about memory ownership."
        "|I tried to break it for half an hour and could not.|No leaks, and the names speak for themselves."
        "|One function could be shorter, nothing serious.|A few comments would have helped me."
        "\nWell done!|Good luck for what comes next.|Instructive for me too.|Keep going.",
        "excellent": "Outstanding.|Perfect.|One of the best I have seen.|Impressive work."
        "\nEvery bonus works, and every line can be explained.|Nice idea to use a state machine here."
        "|There was a test for everything I could think of.|The code reads like a book."
        "\nWell deserved.|I learnt a lot, thank you!|Congratulations!|Full marks without hesitation.",
        "crash": "Segfault|Bus error|Crash|Abort\n with an empty argument.| on the first test of the scale."
        "| when the file does not exist.| with INT_MIN.\nSee you at the next try.|We found it with"
        " the debugger.|So the evaluation ends here, sorry.|The rest looked good, courage!",
        "leaks": "Leaks on the error path.|Valgrind finds a leak for every line read.|Never frees the list."
        "\nThe fix is clear.|The rest was fine.|Sorry, the scale is strict on this.|Next time!",
        "cheat": "Could not explain a single function of the code.|The code is that of another repository."
        "|Forbidden functions, and no explanation for them.\nWe agreed on -42.|Cheat, sadly."
        "|Do it again alone.",
        "empty": "Empty repository.|Nothing was pushed.|There is only a README."
        "|The folder has no code in it."
        "\nSee you soon!|Forgot to push, it seems.|We talked about git instead.|Nothing to evaluate.",
        "norme": "Norme error in one file, sadly.|The norm is not respected.|norminette refuses two files."
        "\nThe rest was fine.|See you at the next try.|Run it before you push!",
        "incomplete": "Not all of what was asked is there.|Half of the exercises are missing."
        "|The mandatory part is not finished."
        "\nWhat is there is good.|See you at the next try.|A pity, the idea is good.",
        "compilation": "Does not compile with the flags.|The Makefile fails."
        "|A header is missing, so nothing compiles."
        "\nThe rest was fine.|Build from a fresh clone next time!|See you at the next try.",
    },
    "fr": {
        "failed": "Pas encore au niveau.|Presque !|Les bases sont là, le reste non.|Dommage."
        "\nLe parsing oublie un guillemet.|La gestion des signaux ne marche pas."
        "|Deux fonctions obligatoires"
        " rendent un mauvais résultat.|Les cas limites du sujet n'ont pas été testés."
        "\nCourage pour la prochaine fois !|On a tout revu ensemble, la suite est claire.|Relis bien le"
        " sujet.|À bientôt pour un nouvel essai.",
        "passed": "Très bon travail.|Bon projet, bien expliqué.|Tout le mandatory est là."
        "|Rendu propre.|RAS."
        "\nLe code est clair et bien découpé.|Les cas limites tiennent.|Aucune fuite mémoire."
        "|Une fonction un peu longue, rien de grave.|Le Makefile ne relinke pas."
        "\nBonne continuation !|Super échange.|Bravo.|J'ai appris des choses aussi.",
        "excellent": "Excellent.|Parfait.|Un des meilleurs rendus que j'ai vus.|Impressionnant."
        "\nBonus complets et maîtrisés.|Chaque ligne est justifiée.|Des tests partout."
        "\nFélicitations !|Note bien méritée.|Rien à redire.|Merci pour les explications.",
        "crash": "Segfault|Bus error|Crash\n avec un argument vide.| au premier test."
        "| si le fichier n'existe"
        " pas.\nOn s'arrête là, désolé.|Courage, le reste est bon.|À corriger pour le prochain essai.",
        "leaks": "Fuites mémoire en cas d'erreur.|La liste n'est jamais libérée."
        "|Valgrind n'est pas content."
        "\nLa correction est claire.|Le reste est bon.|Dommage.",
        "cheat": "Incapable d'expliquer son code.|Le code vient d'un autre dépôt.|Fonctions interdites."
        "\n-42, d'un commun accord.|Triche, malheureusement.|À refaire seul.",
        "empty": "Dépôt vide.|Rien n'a été poussé.|Aucun code dans le rendu.\nÀ bientôt !|Oubli de push."
        "|Rien à évaluer.",
        "norme": "Erreur de norme dans un fichier."
        "|La norme n'est pas respectée.\nDommage, le reste est bon.|À la prochaine.",
        "incomplete": "Rendu incomplet.|Il manque une partie du mandatory.\nCe qui est là est bon."
        "|À la prochaine.",
        "compilation": "Ne compile pas avec les flags."
        "|Le Makefile échoue.\nVérifie avant de pousser !|À la prochaine.",
    },
    "es": {
        "failed": "Todavía no.|Casi.|Buen comienzo.\nFallan dos funciones obligatorias."
        "|No se probaron los casos"
        " límite.|El parser olvida una comilla.\n¡Ánimo para el próximo intento!"
        "|Ya sabe qué corregir.|Hay que"
        " releer el enunciado.",
        "passed": "Buen proyecto.|Muy buen trabajo.|Todo lo obligatorio funciona.\nMuy bien explicado."
        "|El código está limpio.|Sin fugas de memoria.|Solo una función algo larga.\n¡Enhorabuena!"
        "|Seguid así."
        "|Una charla muy agradable.",
        "excellent": "Perfecto.|Excelente.|Impresionante.\nTodos los bonus funcionan."
        "|Cada línea tiene su razón."
        "\nNota merecida.|He aprendido mucho.|¡Felicidades!",
        "crash": "Segfault|Crash\n con un argumento vacío."
        "| en la primera prueba.\nAquí termina la evaluación."
        "|El resto estaba bien, ¡ánimo!",
        "leaks": "Fugas de memoria.|Faltaba liberar la lista.\nEl resto bien.|Sabe cómo arreglarlo.",
        "cheat": "No supo explicar el código.|Código de otro repositorio.\n-42.|Es copia, por desgracia.",
        "empty": "Repositorio vacío.|No hay nada entregado.\n¡Hasta pronto!|Nada que evaluar.",
        "norme": "Error de norma.|No se respeta la norma.\nUna pena.|El resto bien.",
        "incomplete": "Entrega incompleta.|Falta la mitad.\nUna pena.|Lo que hay está bien.",
        "compilation": "No compila con las flags.|El Makefile falla.\nUna pena.|Hay que probarlo antes.",
    },
    "pt": {
        "failed": "Ainda não.|Quase.\nDuas funções obrigatórias falham.|Faltou testar os casos limite."
        "\nForça para a próxima!|Já sabe o que corrigir.",
        "passed": "Projeto muito bom.|Bom trabalho.|Tudo o que é obrigatório funciona.\nCódigo limpo e bem"
        " testado.|Bem explicado.|Sem fugas de memória.\nParabéns!|Boa continuação.",
        "excellent": "Perfeito.|Excelente.\nTodos os bónus funcionam."
        "|Sabe explicar cada linha.\nNota merecida."
        "|Aprendi muito.",
        "crash": "Segfault|Crash\n com um argumento vazio.| no primeiro teste.\nFica para a próxima.|Força!",
        "leaks": "Fugas de memória.|A lista nunca é libertada.\nO resto está bem.|Sabe corrigir.",
        "cheat": "Não soube explicar o código.|Código de outro repositório.\n-42.|Cópia, infelizmente.",
        "empty": "Repositório vazio.|Nada foi entregue.\nAté breve!|Nada a avaliar.",
        "norme": "Erro de norma.|A norma não é respeitada.\nÉ pena.|O resto está bem.",
        "incomplete": "Entrega incompleta.|Falta metade.\nÉ pena.|O que há está bem.",
        "compilation": "Não compila com as flags.|O Makefile falha.\nÉ pena.|Convém testar antes.",
    },
    "de": {
        "failed": "Noch nicht ganz.|Fast geschafft.\nZwei Pflichtfunktionen liefern Falsches.|Die Randfälle"
        " fehlen.\nBeim nächsten Mal klappt es!|Wir wissen, woran es lag.",
        "passed": "Gute Arbeit.|Schönes Projekt.|Alles Verlangte ist da.\nAlles gut erklärt.|Sauberer Code."
        "|Keine Lecks.\nSehr angenehmes Gespräch.|Weiter so!",
        "excellent": "Hervorragend.|Perfekt.\nAlle Boni laufen.|Jede Zeile sitzt.\nVerdiente Note."
        "|Ich habe viel gelernt.",
        "crash": "Segfault|Absturz\n bei leerem Argument.| beim ersten Test.\nSchade.|Der Rest war gut.",
        "leaks": "Speicherlecks im Fehlerfall.|Die Liste wird nie freigegeben.\nDer Rest war gut.|Schade.",
        "cheat": "Konnte den Code nicht erklären.|Der Code stammt von anderen.\n-42.|Leider abgeschrieben.",
        "empty": "Leeres Repository.|Nichts abgegeben.\nBis bald!|Nichts zu bewerten.",
        "norme": "Ein Normfehler.|Die Norm ist nicht eingehalten.\nSchade.|Der Rest war gut.",
        "incomplete": "Unvollständig.|Die Hälfte fehlt.\nSchade.|Was da ist, ist gut.",
        "compilation": "Kompiliert nicht mit den Flags.|Das Makefile scheitert.\nSchade.|Vorher prüfen!",
    },
    "ja": {
        "failed": "もう少しでした。|基本はできています。\n空の入力で止まってしまいます。"
        "|必須部分に誤りがあります。"
        "\n次回頑張ってください！|修正点は確認しました。",
        "passed": "とても分かりやすい説明でした。|よくできています。|必須部分はすべて動きました。"
        "\nコードが読みやすいです。|メモリリークもありません。\nお疲れさまでした！|勉強になりました。",
        "excellent": "完璧です。|素晴らしい出来です。\nボーナスもすべて動きました。|テストも十分です。"
        "\nお疲れさまでした！|おめでとうございます！",
        "crash": "空の引数でセグフォルトしました。"
        "|最初のテストで落ちました。\n次回頑張ってください！|惜しいです。",
        "leaks": "メモリリークがありました。|解放漏れがあります。\n次回頑張ってください！"
        "|他は問題ありません。",
        "cheat": "コードを説明できませんでした。|他人のコードでした。\n-42 です。|残念です。",
        "empty": "リポジトリが空でした。|提出物がありません。\nまた今度。|評価できません。",
        "norme": "ノームエラーがありました。|ノームに沿っていません。\n残念です。|他は問題ありません。",
        "incomplete": "未完成でした。|課題の半分がありません。\n残念です。|次回頑張ってください！",
        "compilation": "コンパイルできません。|Makefile が失敗します。\n残念です。|次回頑張ってください！",
    },
}
_FEEDBACKS: Final[dict[str, dict[int, str]]] = {
    "en": {
        5: "Very kind and thorough.|Great evaluation.|On time and precise.|Took the time to explain why."
        "\nI learnt something.|Thank you!|Perfect.|See you around!",
        4: "Fair evaluation.|Good questions.|Clear and friendly.\nA little late, but fine.|Thanks."
        "|Could have"
        " looked at the bonus longer.",
        3: "A bit fast.|Correct, no more.|Strict on details.\nFair in the end."
        "|I would have liked some advice."
        "|The subject had not been read.",
    },
    "fr": {
        5: "Merci pour la correction.|Super échange.|Très pédagogue.\nJ'ai appris des choses.|Parfait."
        "|À bientôt !",
        4: "Bonne correction.|Questions pertinentes.\nUn peu en retard.|Merci.",
        3: "Un peu rapide.|Correct.\nPeu d'explications.|Le sujet n'était pas lu.",
    },
    "es": {
        5: "Muy amable.|Gran evaluación.\n¡Gracias!|He aprendido mucho.",
        4: "Buena evaluación.|Justa.\nLlegó algo tarde.|Gracias.",
        3: "Un poco rápida.|Correcta.\nSin muchas explicaciones.|Faltaron consejos.",
    },
    "pt": {
        5: "Muito atencioso.|Ótima avaliação.\nObrigado!|Aprendi muito.",
        4: "Boa avaliação.|Justa.\nUm pouco atrasado.|Obrigado.",
        3: "Um pouco rápida.|Correta.\nPoucas explicações.|Faltaram conselhos.",
    },
    "de": {
        5: "Sehr freundlich und genau.|Tolles Gespräch.\nDanke!|Viel gelernt.",
        4: "Faire Bewertung.|Gute Fragen.\nEtwas zu spät.|Danke.",
        3: "Etwas schnell.|In Ordnung.\nWenig erklärt.|Kaum Hinweise.",
    },
    "ja": {
        5: "とても丁寧でした。|勉強になりました。\nありがとうございました！|またお願いします。",
        4: "良い評価でした。|質問が的確でした。\n少し遅れました。|ありがとうございました。",
        3: "少し急ぎ足でした。|普通でした。\n説明が少なかったです。|助言が欲しかったです。",
    },
}
_SPOKEN: Final = {1: "fr", 5: "de", 8: "pt", 11: "es", 12: "ja", 17: "fr"}


def _assembled(parts: str, blank: str) -> tuple[str, ...]:
    made = []
    for words in product(*(line.split("|") for line in parts.split("\n"))):
        text = words[0]
        for word in words[1:]:
            text += word if word.startswith(" ") else blank + word
        made.append(text)
    return tuple(made)


COMMENTS: Final = {
    (language, outcome): _assembled(parts, "" if language == "ja" else " ")
    for language, outcomes in _COMMENTS.items()
    for outcome, parts in outcomes.items()
}
"""What an evaluator writes, by language and outcome."""
FEEDBACKS: Final = {
    (language, rating): _assembled(parts, "" if language == "ja" else " ")
    for language, ratings in _FEEDBACKS.items()
    for rating, parts in ratings.items()
}
"""What the evaluated say, by language and rating."""
OUTCOMES: Final[dict[int, Outcome]] = {
    2: "empty", 3: "incomplete", 5: "compilation", 6: "norme", 7: "cheat", 8: "crash", 12: "leaks",
}  # fmt: skip
"""What a flag stands for, by its id."""


def language_of(campus_language: int) -> str:
    """Return the language that a campus evaluates in: English where no remarks are known in its own."""
    return _SPOKEN.get(campus_language, "en")
