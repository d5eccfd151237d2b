"""What people are called, by culture."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final

_UNDECOMPOSED: Final = str.maketrans(
    {"ø": "o", "ł": "l", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d"}
)


@dataclass(frozen=True, slots=True)
class Name:
    """One name."""

    text: str
    """As its bearer writes it in Latin letters: `Søren`."""
    plain: str
    """As a login holds it: `soren`."""
    native: str
    """In its own script, or empty: `陽翔`."""


@dataclass(frozen=True, slots=True)
class Culture:
    """First and last names that go together."""

    first: tuple[Name, ...]
    """First names."""
    last: tuple[Name, ...]
    """Last names."""
    joint: str
    """What is between two last names."""
    doubled: float
    """Which part of the people has two."""

    def joined(self, one: Name, other: Name) -> Name:
        """Return both last names as one."""
        return one if one is other else Name(f"{one.text}{self.joint}{other.text}", one.plain, "")


def plain(text: str) -> str:
    """Return a name in the letters of a login: `Lefèvre-Ünal` becomes `lefevre-unal`."""
    folded = unicodedata.normalize("NFKD", text.lower().translate(_UNDECOMPOSED))
    return "".join(c for c in folded if "a" <= c <= "z" or c == "-")


def _culture(first: str, last: str, joint: str = "-", doubled: float = 0.35) -> Culture:
    return Culture(_names(first), _names(last), joint, doubled)


def _names(words: str) -> tuple[Name, ...]:
    made = []
    for word in words.split():
        text, _, native = word.partition("/")
        text = text.replace("_", " ")
        made.append(Name(text, plain(text), native))
    return tuple(made)


CULTURES: Final[dict[str, Culture]] = {
    "fr": _culture(
        "Léa Chloé Manon Inès Camille Zoé Élise Hélène Maëlle Noémie Aurélie Clémence Jules Hugo Théo"
        " Lucas Gaëtan Maël François Benoît Jérôme Rémi Loïc Antoine Mathis Étienne Anaïs Margaux"
        " Quentin Bastien Adrien Célia Yann Gwenaël",
        "Martin Bernard Dubois Lefèvre Moreau Girard Lambert Fontaine Roussel Gauthier Perrin Chevalier"
        " Mercier Guérin Boyer Legrand Garnier Faure Rousseau Blanchard Brunet Lemaire Dumont Barbier"
        " Renaud Picard Leclerc Besson Hervé Vasseur Jacquet Maréchal Poirier Delattre Bouchet Grondin"
        " Tessier Courtois Langlois Prévost Besnard Charpentier Delorme Le_Goff Kerviel Bonnet-Roy",
    ),
    "en": _culture(
        "Emily Olivia Ava Grace Chloe Megan Hannah Zoe Ethan Noah Liam Mason Logan Owen Dylan Caleb"
        " Brandon Tyler Jasmine Naomi Priya Marcus Darius Elena Victor Kevin Sean Fiona",
        "Smith Johnson Baker Carter Hughes Parker Reed Foster Bennett Coleman Hayes Wallace Fletcher"
        " Harper Sullivan O'Brien Mcdonald Nguyen Patel Ramirez Whitfield Ellison Thornton Winslow"
        " Castillo Abernathy Kowalski Okafor Mensah Achebe Chen Wong Singh Sharma",
    ),
    "es": _culture(
        "Sofía Lucía Martín María Álvaro Íñigo Nerea Begoña Pablo Diego Javier Rubén Adrián Irene"
        " Candela Noelia Óscar Raúl Mónica Andrés Ainhoa Jesús Belén",
        "García Fernández López Martínez Sánchez Pérez Gómez Jiménez Muñoz Álvarez Gutiérrez Núñez"
        " Ibáñez Peña Cañizares Etxeberria Ortega Delgado Castaño Vázquez Iglesias Cortés Domínguez"
        " Santamaría Bermúdez Zubiri Arroyo Quintana",
        " ",
        0.95,
    ),
    "pt": _culture(
        "João Inês Gonçalo Beatriz Tomás Leonor Luísa Simão Rúben Catarina Duarte Mafalda Vitória"
        " Caetano Thiago Júlia Letícia Antônio Bruna Raíssa",
        "Silva Santos Ferreira Gonçalves Conceição Magalhães Simões Araújo Nóbrega Falcão Teixeira"
        " Figueiredo Assunção Brandão Sequeira Valadares Pimentel Queirós Azevedo Monteiro Sampaio",
        " ",
        0.95,
    ),
    "nl": _culture(
        "Daan Sem Lieke Sanne Fleur Bram Joris Thijs Maud Femke Jurre Anouk Noor Stijn Zoë Daniël",
        "Bakker Visser Smit Meijer Mulder Bos Vos Peters Hendriks Dekker Brouwer Dijkstra Kuiper"
        " Veenstra Hoekstra Postma Willems Jacobs Scholten Van_Dijk De_Vries Van_Leeuwen",
    ),
    "de": _culture(
        "Jürgen Björn Käthe Lena Jonas Finn Mia Anke Sören Frieda Moritz Jörg Annika Leonie Hannes Zoë",
        "Müller Schäfer Größmann Köhler Schröder Weiß Krüger Böhm Jäger Günther Schütz Lindner Vogel"
        " Brandt Hoffmann Neumann Zimmermann Schwarz Richter Wagner Hübner Kästner Strauß",
    ),
    "fi": _culture(
        "Aino Eero Väinö Päivi Juhani Mikko Sanna Tuomas Elina Oskari Søren Åsa Björk Jyrki Hanna Ville",
        "Korhonen Virtanen Mäkinen Nieminen Hämäläinen Laine Heikkinen Koskinen Järvinen Lehtonen"
        " Sørensen Åkesson Lindström Jørgensen Öberg Kettunen Rantanen Salminen Pekkala Hyvönen",
    ),
    "ma": _culture(
        "Yassine Salma Omar Imane Hamza Khadija Anas Oumaima Zineb Ayoub Mehdi Hajar Ilyas Meryem Saïd"
        " Naïma Soufiane Amine Ghita Reda",
        "El_Amrani Benali Idrissi Tazi Berrada Alaoui Bennani Chraibi Lahlou Fassi Ouazzani Kabbaj"
        " Haddad Mansouri Bouzid Rachidi Ziani Sekkat Belhaj Aït_Taleb El_Khattabi Moussaoui",
    ),
    "ja": _culture(
        "Haruto/陽翔 Sora/空 Yuki/雪 Ren/蓮 Aoi/葵 Hina/陽菜 Riku/陸 Sakura/桜 Kenta/健太 Mei/芽依"
        " Takumi/匠 Yui/結衣 Daiki/大輝 Nanami/七海 Shōta/翔太 Akari/明里 Yūto/悠斗 Kaito/海斗 Misaki/美咲"
        " Rin/凛 Haruka/遥 Tsubasa/翼 Kaede/楓 Naoki/直樹 Ayaka/彩香 Hayato/隼人 Chihiro/千尋 Mao/真央"
        " Ryō/涼 Saki/咲 Hiroto/大翔",
        "Satō/佐藤 Suzuki/鈴木 Takahashi/高橋 Tanaka/田中 Watanabe/渡辺 Itō/伊藤 Yamamoto/山本"
        " Nakamura/中村 Kobayashi/小林 Katō/加藤 Yoshida/吉田 Yamada/山田 Sasaki/佐々木 Matsumoto/松本"
        " Inoue/井上 Kimura/木村 Hayashi/林 Shimizu/清水 Mori/森 Hashimoto/橋本 Ogawa/小川 Ishikawa/石川"
        " Maeda/前田 Fujita/藤田 Okada/岡田 Gotō/後藤 Hasegawa/長谷川 Murakami/村上 Kondō/近藤 Endō/遠藤"
        " Aoki/青木 Sakamoto/坂本 Nishimura/西村 Fukuda/福田 Ōta/太田 Miura/三浦 Okamoto/岡本 Matsuda/松田"
        " Nakagawa/中川 Harada/原田 Ono/小野 Tamura/田村 Takeuchi/竹内 Kaneko/金子",
        doubled=0.0,
    ),
    "ko": _culture(
        "Minjun/민준 Seoyeon/서연 Jiho/지호 Haeun/하은 Doyun/도윤 Jiwoo/지우 Siwoo/시우 Yuna/유나"
        " Hyunwoo/현우 Sujin/수진 Taeyang/태양 Nari/나리 Junseo/준서 Seojun/서준 Eunji/은지 Yejin/예진"
        " Donghyun/동현 Minseo/민서 Jaewon/재원 Chaewon/채원 Sunghoon/성훈 Hayoon/하윤 Geonwoo/건우"
        " Soyeon/소연 Woojin/우진 Dahye/다혜 Kyungmin/경민 Yeji/예지 Seungho/승호 Bora/보라 Inho/인호",
        "Kim/김 Lee/이 Park/박 Choi/최 Jung/정 Kang/강 Cho/조 Yoon/윤 Jang/장 Lim/임 Han/한 Shin/신"
        " Kwon/권 Hwang/황 Song/송 Namgung/남궁 Hong/홍 Moon/문 Ahn/안 Yang/양 Bae/배 Baek/백 Heo/허"
        " Nam/남 Sim/심 Noh/노 Ha/하 Joo/주 Gu/구 Min/민 Ryu/류 Na/나 Jin/진 Eom/엄 Cha/차",
        doubled=0.0,
    ),
    "tr": _culture(
        "Elif Zeynep Mehmet Yağmur Çağla Emre Gökhan Işıl Şule Ömer Ayşe Burak Doğa Ece Kağan Tuğçe",
        "Yılmaz Kaya Demir Şahin Çelik Öztürk Aydın Arslan Doğan Kılıç Çetin Kurt Özdemir Şimşek Polat"
        " Erdoğmuş Güneş Yıldırım Karagöz Ateş",
    ),
}
"""Names by culture."""
